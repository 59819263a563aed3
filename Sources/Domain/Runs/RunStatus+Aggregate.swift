package import Contract

extension RunStatus {
    /// The state of a run with these tasks.
    ///
    /// None begun: queued. Any open: running. All success or skipped: success. No success: failed.
    /// Otherwise partly failed.
    package init(aggregating counts: TaskCounts) {
        let open = counts.queued + counts.running + counts.retryWait
        let good = counts.success + counts.skipped
        if open == counts.total, counts.running == 0, counts.retryWait == 0, open > 0 {
            self = .queued
        } else if open > 0 {
            self = .running
        } else if good == counts.total {
            self = .success
        } else if good == 0 {
            self = .failed
        } else {
            self = .partialFailed
        }
    }
}
