extension ControlPlane {
    /// Approves whatever the run waits for now.
    package func approveRun(_ id: RunID, comment: String?) async throws(Problem) -> RunView {
        try await approveRun(id, comment: comment, requestedAt: nil)
    }

    /// Stores a credential of which nobody says when it expires.
    package func setCredential(
        of id: ProviderID,
        to secret: Secret,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderView {
        try await setCredential(of: id, to: secret, expiresAt: nil, if: precondition)
    }

    /// Among as many as are looked at in any case.
    package func failures() async throws(Problem) -> FailureInbox {
        try await failures(limit: FailureInbox.maximumTargets)
    }

    /// One by one, as they come from ``events(after:)``.
    package func eventBatches(after position: Int64?) async throws(Problem) -> AsyncStream<EventBatch> {
        let feed = try await events(after: position)
        return AsyncStream {
            var items = feed.makeAsyncIterator()
            return await items.next().map { item in
                switch item {
                case .event(let event): .events([event])
                case .resync(let position): .resync(position: position)
                }
            }
        }
    }
}
