import Contract

/// Something that can be done to a run, as a button or link.
struct RunAction: Sendable {
    let path: String
    /// Names what and how many.
    let label: String

    func reaching(_ address: Address) -> RunAction {
        RunAction(path: address.text, label: label)
    }
}

/// What the visitor may do to a run in its present state; nil is what makes no sense now.
struct RunActions: Sendable {
    let retry: RunAction?
    let cancel: RunAction?
    let rollback: RunAction?

    init(_ run: RunView, _ visit: Visit) {
        let words = visit.words
        let counts = run.counts
        func action(_ command: RunCommand, _ targets: Int, _ label: (Int) -> String) -> RunAction? {
            guard targets > 0, visit.isAllowed(command.operation) else { return nil }
            return RunAction(path: "\(run.path)/\(command.rawValue)", label: label(targets))
        }
        retry = action(.retry, counts.unsuccessful) {
            words.counted(counts.canceled == 0 ? "runs.retry_failed" : "runs.retry_unfinished", $0)
        }
        cancel = action(.cancel, counts.open - run.canceling) { words.counted("runs.cancel_open", $0) }
        rollback = action(.rollback, run.status.isFinal ? counts.success : 0) {
            words.counted("runs.rollback_done", $0)
        }
    }
}

extension RunView {
    /// Targets that are to end and finish first what they have begun; none where the targets are not known.
    var canceling: Int { (tasks ?? []).count { $0.cancelRequested == true } }
}

extension TaskCounts {
    /// Targets that a retry puts back to work.
    var unsuccessful: Int { failed + canceled }
}
