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
        guard visit.isAllowed(.operator) else {
            (retry, cancel, rollback) = (nil, nil, nil)
            return
        }
        let words = visit.words
        let counts = run.counts
        retry = Self.action(run, "retry", counts.unsuccessful) {
            words.counted(counts.canceled == 0 ? "runs.retry_failed" : "runs.retry_unfinished", $0)
        }
        cancel = Self.action(run, "cancel", counts.open - run.canceling) {
            words.counted("runs.cancel_open", $0)
        }
        rollback = Self.action(run, "rollback", run.status.isFinal ? counts.success : 0) {
            words.counted("runs.rollback_done", $0)
        }
    }

    private static func action(
        _ run: RunView,
        _ name: String,
        _ targets: Int,
        _ label: (Int) -> String
    ) -> RunAction? {
        targets == 0 ? nil : RunAction(path: "\(run.path)/\(name)", label: label(targets))
    }
}

extension RunView {
    /// Targets that are to end and finish first what they have begun; none where the targets are not known.
    var canceling: Int { (tasks ?? []).count { $0.cancelRequested == true } }
}

extension TaskCounts {
    /// Targets that a retry puts back to work.
    var unsuccessful: Int { failed + canceled }

    /// Targets that a cancellation ends.
    var open: Int { queued + running + retryWait }
}
