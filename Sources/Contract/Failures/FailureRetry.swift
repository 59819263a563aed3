/// Puts the open failed targets of a cause back to work, and nothing else of their runs.
package struct FailureRetryRequest: Codable, Equatable, Sendable {
    /// With a provider and a code.
    package let cause: AlertCause

    package init(cause: AlertCause) {
        self.cause = cause
    }
}

/// What a retry of failures has come to: every target of the cause is counted, as retried or as left.
package struct FailureRetry: Codable, Equatable, Sendable {
    /// Why targets of a run stay as they are.
    package struct Refusal: Codable, Equatable, Sendable {
        package let run: RunID
        /// How many of its targets.
        package let targets: Int
        package let code: ProblemCode
        /// In English; free of secrets and internals.
        package let detail: String
        /// To say ``detail`` in another language; nil where it is said in English only.
        package let wording: Wording?

        package init(run: RunID, targets: Int, because problem: Problem) {
            self.run = run
            self.targets = targets
            code = problem.code
            detail = problem.detail
            wording = problem.wording
        }

        /// As it would have been refused by itself.
        package var problem: Problem { Problem(code, detail, wording: wording) }
    }

    /// How many targets went back to work.
    package let retried: Int
    /// How many runs those are of.
    package let runs: Int
    /// How many targets stay as they are.
    package let left: Int
    /// Why, run by run; the first ``maximumRefusals``.
    package let refusals: [Refusal]

    package static let maximumRefusals = 100

    package init(retried: Int, runs: Int, left: Int, refusals: [Refusal]) {
        self.retried = retried
        self.runs = runs
        self.left = left
        self.refusals = refusals
    }
}
