package import Contract

/// What happens to a request that a fault hits.
package struct FaultEffect: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// Answers `status` in the vendor's shape; `body` replaces that shape.
        case status
        /// Answers as usual, `milliseconds` later; with `commit` the work is done before the wait.
        case latency
        /// Never answers; the connection ends with the client, the next script, a reset or the simulator.
        case hang
        /// Does the work and answers its status with a body that is no JSON.
        case malformed
        /// Does the work, announces the whole body, sends half of it and closes the connection.
        case truncated
        /// Closes the connection without an answer and does nothing.
        case drop
        /// Does the work and then closes the connection without an answer: what makes duplicates.
        case commitThenDrop = "commit_then_drop"
        /// 429 that passes with time, with the vendor's ways to say when.
        case rateLimit = "rate_limit"
        /// 429 (Claude: 402) that does not pass with time.
        case quota
        /// The long-running operation this request starts ends with an error (`operation_code`, 3 if absent).
        case operationFails = "operation_fails"
        /// The long-running operation this request starts never ends.
        case operationStuck = "operation_stuck"
        /// The long-running operation this request starts ends with its `polls`th poll.
        case operationPolls = "operation_polls"
    }

    package var kind: Kind
    package var status: Int?
    /// The vendor's code: OpenAI `code`, Claude `details.error_code`, Google `status`.
    package var code: String?
    package var type: String?
    package var param: String?
    package var message: String?
    /// Sent as it is instead of the vendor's error shape.
    package var body: JSONValue?
    /// Added to the answer, replacing the vendor's own of the same name.
    package var headers: [String: String]?
    /// Whether the work is done before the fault shows; `status`, `hang`, `latency`, `rate_limit`, `quota`.
    package var commit: Bool?
    /// A wait before the effect, for any kind.
    package var milliseconds: Int?
    package var retryAfterSeconds: Int?
    package var retryAfterMilliseconds: Int?
    /// A `google.rpc.Code`.
    package var operationCode: Int?
    package var polls: Int?

    package init(_ kind: Kind) {
        self.kind = kind
    }

    enum CodingKeys: String, CodingKey {
        case kind
        case status
        case code
        case type
        case param
        case message
        case body
        case headers
        case commit
        case milliseconds
        case retryAfterSeconds = "retry_after_seconds"
        case retryAfterMilliseconds = "retry_after_ms"
        case operationCode = "operation_code"
        case polls
    }

    package static func status(
        _ status: Int,
        code: String? = nil,
        type: String? = nil,
        headers: [String: String]? = nil,
        commit: Bool = false
    ) -> FaultEffect {
        var effect = FaultEffect(.status)
        effect.status = status
        effect.code = code
        effect.type = type
        effect.headers = headers
        effect.commit = commit
        return effect
    }

    package static func latency(milliseconds: Int, commit: Bool = false) -> FaultEffect {
        var effect = FaultEffect(.latency)
        effect.milliseconds = milliseconds
        effect.commit = commit
        return effect
    }

    package static func hang(commit: Bool) -> FaultEffect {
        var effect = FaultEffect(.hang)
        effect.commit = commit
        return effect
    }

    package static func rateLimit(seconds: Int? = nil, milliseconds: Int? = nil) -> FaultEffect {
        var effect = FaultEffect(.rateLimit)
        effect.retryAfterSeconds = seconds
        effect.retryAfterMilliseconds = milliseconds
        return effect
    }

    package static func operationFails(code: Int, message: String) -> FaultEffect {
        var effect = FaultEffect(.operationFails)
        effect.operationCode = code
        effect.message = message
        return effect
    }

    package static func operationPolls(_ polls: Int) -> FaultEffect {
        var effect = FaultEffect(.operationPolls)
        effect.polls = polls
        return effect
    }

    package static let drop = FaultEffect(.drop)
    package static let commitThenDrop = FaultEffect(.commitThenDrop)
    package static let malformed = FaultEffect(.malformed)
    package static let truncated = FaultEffect(.truncated)
    package static let quota = FaultEffect(.quota)
    package static let operationStuck = FaultEffect(.operationStuck)
}

extension FaultEffect {
    /// Whether the work is done although its answer does not come as it should.
    var isCommitted: Bool {
        switch kind {
        case .malformed, .truncated, .commitThenDrop: true
        case .drop: false
        default: commit ?? false
        }
    }

    var operation: OperationScript? {
        switch kind {
        case .operationFails:
            OperationScript(ending: .fails(code: operationCode ?? 3, message: message ?? "Scripted failure."))
        case .operationStuck: OperationScript(ending: .never)
        case .operationPolls: OperationScript(ending: .afterPolls(polls ?? 3))
        default: nil
        }
    }

    /// The refusal that `status`, `rate_limit` and `quota` answer with.
    func refusal(claude: Bool) -> Refusal {
        var refusal =
            switch kind {
            case .quota: Refusal(status ?? (claude ? 402 : 429), message ?? "The quota is used up.")
            case .rateLimit: Refusal(status ?? 429, message ?? "Too many requests.")
            default: Refusal(status ?? 500, message ?? "Scripted fault.")
            }
        refusal.isQuota = kind == .quota
        refusal.code = code
        refusal.type = type
        refusal.param = param
        refusal.retryAfterSeconds = retryAfterSeconds
        refusal.retryAfterMilliseconds = retryAfterMilliseconds
        return refusal
    }
}
