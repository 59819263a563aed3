import Contract

extension RunView {
    /// The sample run as it would look in another state, under an id of its own.
    func sample(_ status: RunStatus) -> RunView {
        guard status != self.status else { return self }
        var counts = TaskCounts()
        let id: String
        switch status {
        case .queued: (id, counts.queued) = ("b0", 3)
        case .running: (id, counts.running, counts.queued, counts.success) = ("b1", 1, 1, 1)
        case .success: (id, counts.success) = ("b2", 3)
        case .failed: (id, counts.failed, counts.canceled) = ("b3", 2, 1)
        case .partialFailed: (id, counts.failed, counts.success) = ("b4", 1, 2)
        }
        return RunView(
            id: RunID(rawValue: self.id.rawValue.dropLast(2) + id),
            kind: kind,
            status: status,
            requestedBy: requestedBy,
            source: source,
            reason: reason,
            parentRunID: parentRunID,
            createdAt: createdAt,
            startedAt: status == .queued ? nil : startedAt,
            finishedAt: status.isFinal ? finishedAt : nil,
            counts: counts,
            requestID: requestID,
            tasks: nil
        )
    }
}
