import Contract
import Domain
import Logging

/// What a worker says of its tasks.
///
/// Each line names the request that its task is there for, as the line of the request itself does, so that one search
/// finds both.
extension Worker {
    /// Says how tries ended that are saved now, and which came too late.
    ///
    /// - Parameters:
    ///   - reports: Of tasks that are still at hand.
    ///   - late: Those of them that changed nothing.
    func log(_ reports: [TaskReport], late: [TaskID]) {
        for task in late { logLost(task) }
        let late = Set(late)
        for report in reports where !late.contains(report.task) { logEnd(report) }
    }

    /// A failed try is in the usual log, too: it is looked for by whoever did not know that it would fail.
    private func logEnd(_ report: TaskReport) {
        let code = report.action.failureCode
        let level: Logger.Level = code == nil || code == .canceled ? .debug : .notice
        // Most tries end well, and nobody reads of them: their lines are not even made.
        guard logger.logLevel <= level else { return }
        var metadata = metadata(of: report.task)
        metadata["outcome"] = "\(report.action.outcome)"
        if let code { metadata["code"] = "\(code.rawValue)" }
        logger.log(level: level, "try ended", metadata: metadata)
    }

    func logLost(_ task: TaskID) {
        EngineMetrics.lostLease()
        logger.warning("LEASE_LOST", metadata: metadata(of: task))
    }

    /// - Parameters:
    ///   - report: What never can be saved.
    ///   - error: Why.
    func logUnsaved(_ report: TaskReport, _ error: any Error) {
        var metadata = metadata(of: report.task)
        metadata["error"] = "\(error)"
        logger.error("a result cannot be saved", metadata: metadata)
    }

    private func metadata(of id: TaskID) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["task": "\(id)", "worker": "\(self.id)"]
        guard let task = desk.task(id) else { return metadata }
        metadata["run"] = "\(task.runID)"
        metadata["provider"] = "\(task.provider)"
        if let request = task.requestID { metadata["request_id"] = "\(request)" }
        if let trace = task.traceParent { metadata["trace_id"] = "\(trace.traceID)" }
        return metadata
    }
}
