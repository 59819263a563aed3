import Contract

/// What a retry of failures has come to so far.
struct RetriedFailures: Sendable {
    private(set) var targets = 0
    private var runs = 0
    private var left = 0
    private var refusals: [FailureRetry.Refusal] = []
    /// What is to be counted once this is committed.
    var tally = RunTally()

    /// Notes that so many targets of one run go back to work.
    mutating func note(retried count: Int) {
        targets += count
        runs += 1
    }

    /// Notes that so many targets of a run stay as they are.
    mutating func leave(_ count: Int, of run: RunID, because problem: Problem) {
        left += count
        guard refusals.count < FailureRetry.maximumRefusals else { return }
        refusals.append(.init(run: run, targets: count, because: problem))
    }

    /// Notes that all of these stay as they are.
    mutating func leave(_ all: some Sequence<OpenFailures.OfRun>, because problem: Problem) {
        for failures in all { leave(failures.targets.count, of: failures.run, because: problem) }
    }

    mutating func add(_ other: RetriedFailures) {
        targets += other.targets
        runs += other.runs
        left += other.left
        refusals += other.refusals.prefix(FailureRetry.maximumRefusals - refusals.count)
    }

    var view: FailureRetry { FailureRetry(retried: targets, runs: runs, left: left, refusals: refusals) }
}

extension RetriedFailures {
    /// Notes what becomes of the targets of one run.
    mutating func note(_ changes: TaskChanges, of failures: OpenFailures.OfRun) {
        note(retried: changes.tasks.count)
        let run = failures.run
        if let reason = changes.obstacles.min(by: { $0.key < $1.key })?.value {
            let detail: Phrase = """
                Some targets of run \(run, as: "run") may not begin again: \(reason, as: "reason")
                """
            let blocked = Problem(.conflict, as: "retry_partly_blocked", detail)
            leave(changes.obstacles.count, of: run, because: blocked)
        }
        let gone = failures.targets.count - changes.tasks.count - changes.obstacles.count
        if gone > 0 { leave(gone, of: run, because: .dealtWith) }
    }
}

extension Problem {
    /// What failed is not as it was found any more.
    static var dealtWith: Problem {
        let detail: Phrase = "Somebody has dealt with it meanwhile, or it is at work already."
        return Problem(.nothingToRetry, as: "failures", detail)
    }

    /// There are more than one request gets through.
    static var retryUnfinished: Problem {
        let detail: Phrase = "There are too many for one request; ask again for the rest."
        return Problem(.unavailable, as: "retry_unfinished", detail)
    }
}
