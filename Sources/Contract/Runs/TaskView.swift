/// One target of a run: one skill version on one provider.
package struct TaskView: Codable, Equatable, Sendable {
    package let id: TaskID
    package let skill: String
    package let version: Int
    package let provider: ProviderID
    package let status: TaskStatus
    /// Tries begun so far.
    package let attempt: Int
    package let maxAttempts: Int
    package let nextAttemptAt: Timestamp?
    package let startedAt: Timestamp?
    package let finishedAt: Timestamp?
    /// Why it is not (yet) a success; the last try's.
    package let error: TaskError?
    /// What it became at the provider.
    package let remote: RemoteReference?
    /// What the running or last try recorded before it acted.
    package let step: String?
    /// True when it is to end and finishes first what it has begun; absent otherwise.
    package let cancelRequested: Bool?
    /// True while it waits for the run's approval; absent otherwise.
    package let awaitsApproval: Bool?
    /// In which wave of its run it begins; absent where the run has none.
    package let wave: Int?
    /// True while it waits for its wave, or for the time its run begins; absent otherwise.
    package let awaitsWave: Bool?
    /// The request that asked for it last: the run's, or that of a retry.
    package let requestID: String?
    /// Every try, oldest first; absent in lists.
    package let attempts: [AttemptView]?

    package init(
        id: TaskID,
        skill: String,
        version: Int,
        provider: ProviderID,
        status: TaskStatus,
        attempt: Int,
        maxAttempts: Int,
        nextAttemptAt: Timestamp?,
        startedAt: Timestamp?,
        finishedAt: Timestamp?,
        error: TaskError?,
        remote: RemoteReference?,
        step: String?,
        cancelRequested: Bool? = nil,
        awaitsApproval: Bool? = nil,
        wave: Int? = nil,
        awaitsWave: Bool? = nil,
        requestID: String? = nil,
        attempts: [AttemptView]?
    ) {
        self.id = id
        self.skill = skill
        self.version = version
        self.provider = provider
        self.status = status
        self.attempt = attempt
        self.maxAttempts = maxAttempts
        self.nextAttemptAt = nextAttemptAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.error = error
        self.remote = remote
        self.step = step
        self.cancelRequested = cancelRequested
        self.awaitsApproval = awaitsApproval
        self.wave = wave
        self.awaitsWave = awaitsWave
        self.requestID = requestID
        self.attempts = attempts
    }

    enum CodingKeys: String, CodingKey {
        case id
        case skill
        case version
        case provider
        case status
        case attempt
        case maxAttempts = "max_attempts"
        case nextAttemptAt = "next_attempt_at"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case error
        case remote
        case step
        case cancelRequested = "cancel_requested"
        case awaitsApproval = "awaits_approval"
        case wave
        case awaitsWave = "awaits_wave"
        case requestID = "request_id"
        case attempts
    }
}

/// Why a try failed, as the provider told it.
package struct TaskError: Codable, Equatable, Sendable {
    package let code: FailureCode
    /// For people; free of credentials and reply bodies.
    package let message: String
    package let retryable: Bool
    /// The provider's HTTP status, if it answered.
    package let providerStatus: Int?
    /// The provider's own code, such as `insufficient_quota`.
    package let vendorCode: String?
    /// The provider's id of the failed request, which is its own and not Skillyard's: what its support asks for.
    package let providerRequestID: String?

    package init(
        code: FailureCode,
        message: String,
        retryable: Bool,
        providerStatus: Int? = nil,
        vendorCode: String? = nil,
        providerRequestID: String? = nil
    ) {
        self.code = code
        self.message = message
        self.retryable = retryable
        self.providerStatus = providerStatus
        self.vendorCode = vendorCode
        self.providerRequestID = providerRequestID
    }

    enum CodingKeys: String, CodingKey {
        case code
        case message
        case retryable
        case providerStatus = "provider_status"
        case vendorCode = "vendor_code"
        case providerRequestID = "provider_request_id"
    }

    /// What it was called in rows and evidence of the time when only providers had such ids.
    private enum EarlierKeys: String, CodingKey {
        case providerRequestID = "request_id"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let earlier = try decoder.container(keyedBy: EarlierKeys.self)
        self.init(
            code: try values.decode(FailureCode.self, forKey: .code),
            message: try values.decode(String.self, forKey: .message),
            retryable: try values.decode(Bool.self, forKey: .retryable),
            providerStatus: try values.decodeIfPresent(Int.self, forKey: .providerStatus),
            vendorCode: try values.decodeIfPresent(String.self, forKey: .vendorCode),
            providerRequestID: try values.decodeIfPresent(String.self, forKey: .providerRequestID)
                ?? earlier.decodeIfPresent(String.self, forKey: .providerRequestID)
        )
    }
}

/// A skill as a provider knows it.
package struct RemoteReference: Codable, Equatable, Hashable, Sendable {
    package let id: String
    package let version: String?

    package init(id: String, version: String?) {
        self.id = id
        self.version = version
    }
}

/// One try of a target.
package struct AttemptView: Codable, Equatable, Sendable {
    package let number: Int
    package let startedAt: Timestamp
    package let finishedAt: Timestamp?
    /// `success`, or the failure code; absent while it runs.
    package let outcome: String?
    package let error: TaskError?
    package let worker: String
    /// The request that asked for it: the run's, or that of the retry it belongs to.
    package let requestID: String?
    /// The trace that this request belongs to.
    package let traceID: String?

    package init(
        number: Int,
        startedAt: Timestamp,
        finishedAt: Timestamp?,
        outcome: String?,
        error: TaskError?,
        worker: String,
        requestID: String? = nil,
        traceID: String? = nil
    ) {
        self.number = number
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.outcome = outcome
        self.error = error
        self.worker = worker
        self.requestID = requestID
        self.traceID = traceID
    }

    enum CodingKeys: String, CodingKey {
        case number
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case outcome
        case error
        case worker
        case requestID = "request_id"
        case traceID = "trace_id"
    }
}
