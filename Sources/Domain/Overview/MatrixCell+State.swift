package import Contract

/// What the last target of a skill on a provider says.
package struct LastTarget: Equatable, Sendable {
    package let runID: RunID
    package let status: TaskStatus
    /// When it came into that state.
    package let at: Timestamp
    /// Why it failed, or waits for another try.
    package let code: FailureCode?

    package init(runID: RunID, status: TaskStatus, at: Timestamp, code: FailureCode?) {
        self.runID = runID
        self.status = status
        self.at = at
        self.code = code
    }
}

extension MatrixCell {
    /// The cell that follows from what is installed and what was last to happen there.
    ///
    /// - Parameters:
    ///   - provider: Where.
    ///   - latestVersion: The newest of the skill that can be installed.
    ///   - installedVersion: What stands there now.
    ///   - last: The target that is open there, or else the newest.
    package init(
        provider: ProviderID,
        latestVersion: Int,
        installedVersion: Int?,
        last: LastTarget?
    ) {
        let state: State =
            switch last?.status {
            case .running: .running
            case .queued, .retryWait: .waiting
            case .failed: .failed
            case .success, .canceled, .skipped, nil:
                switch installedVersion {
                case nil: .absent
                // A newer one than the latest was yanked after it was installed.
                case let version?: version >= latestVersion ? .current : .outdated
                }
            }
        self.init(
            provider: provider,
            state: state,
            installedVersion: installedVersion,
            runID: last?.runID,
            at: last?.at,
            code: state == .failed ? last?.code : nil
        )
    }
}
