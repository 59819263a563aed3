/// What kind of place skills are installed to.
package enum ProviderKind: String, Codable, CaseIterable, Sendable {
    case openai
    case claude
    case gemini
    /// A folder of a local agent.
    case folder
    /// An in-house registry that takes one POST.
    case http
}

/// The layout of a `folder` provider: which agent reads it.
package enum FolderClient: String, Codable, CaseIterable, Sendable {
    case claudeCode = "claude-code"
    case codex
    case geminiCLI = "gemini-cli"
    case cursor
    case copilot
    case generic
}

package enum FolderScope: String, Codable, CaseIterable, Sendable {
    /// Below the person's home folder.
    case user
    /// Below one project's folder.
    case project
}

/// The settings of a provider: everything a person may change.
package struct ProviderSettings: Codable, Equatable, Sendable {
    package var kind: ProviderKind
    package var displayName: String
    /// Where its API is; nil for folders.
    package var baseURL: String?
    /// Where the secret lies, never the secret: `env:NAME`, `file:/path`, ``sealed``, or nil for none.
    package var credential: String?
    /// Vendor specifics: `organization`, `project`, `workspace`, `location`; for folders `client`, `scope`,
    /// `root`.
    package var options: [String: String]
    /// Tasks at once, 1 to 256.
    package var concurrency: Int
    /// Tasks begun per minute; nil for no limit.
    package var ratePerMinute: Int?
    /// For one try, 1 to 3600.
    package var attemptTimeoutSeconds: Int
    /// Tries in all, 1 to 20.
    package var maxAttempts: Int
    /// How long a target that may begin waits for a worker, 1 to 2592000; a pause sets it back.
    package var queueTimeoutSeconds: Int
    /// From a target's first try to its end, 1 to 2592000; a try that runs is not cut short, and a pause sets it back.
    package var targetTimeoutSeconds: Int
    package var enabled: Bool
    /// True for a simulator: shown plainly everywhere.
    package var sandbox: Bool
    /// When a run takes somebody's approval before it changes anything here.
    package var approval: ApprovalRule
    /// Whether those who asked for a run may not approve it.
    package var fourEyes: Bool

    /// As ``credential``: the secret is stored with the provider, sealed.
    package static let sealed = "sealed"

    package init(
        kind: ProviderKind,
        displayName: String,
        baseURL: String? = nil,
        credential: String? = nil,
        options: [String: String] = [:],
        concurrency: Int = 8,
        ratePerMinute: Int? = nil,
        attemptTimeoutSeconds: Int = 60,
        maxAttempts: Int = 5,
        queueTimeoutSeconds: Int = 7 * 86_400,
        targetTimeoutSeconds: Int = 86_400,
        enabled: Bool = true,
        sandbox: Bool = false,
        approval: ApprovalRule = .none,
        fourEyes: Bool = false
    ) {
        self.kind = kind
        self.displayName = displayName
        self.baseURL = baseURL
        self.credential = credential
        self.options = options
        self.concurrency = concurrency
        self.ratePerMinute = ratePerMinute
        self.attemptTimeoutSeconds = attemptTimeoutSeconds
        self.maxAttempts = maxAttempts
        self.queueTimeoutSeconds = queueTimeoutSeconds
        self.targetTimeoutSeconds = targetTimeoutSeconds
        self.enabled = enabled
        self.sandbox = sandbox
        self.approval = approval
        self.fourEyes = fourEyes
    }

    enum CodingKeys: String, CodingKey {
        case kind
        case displayName = "display_name"
        case baseURL = "base_url"
        case credential
        case options
        case concurrency
        case ratePerMinute = "rate_per_minute"
        case attemptTimeoutSeconds = "attempt_timeout_seconds"
        case maxAttempts = "max_attempts"
        case queueTimeoutSeconds = "queue_timeout_seconds"
        case targetTimeoutSeconds = "target_timeout_seconds"
        case enabled
        case sandbox
        case approval
        case fourEyes = "four_eyes"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try values.decode(ProviderKind.self, forKey: .kind)
        let displayName = try values.decode(String.self, forKey: .displayName)
        self.init(kind: kind, displayName: displayName)
        baseURL = try values.decodeIfPresent(String.self, forKey: .baseURL)
        credential = try values.decodeIfPresent(String.self, forKey: .credential)
        options = try values.decodeIfPresent([String: String].self, forKey: .options) ?? options
        concurrency = try values.decodeIfPresent(Int.self, forKey: .concurrency) ?? concurrency
        ratePerMinute = try values.decodeIfPresent(Int.self, forKey: .ratePerMinute)
        attemptTimeoutSeconds =
            try values.decodeIfPresent(Int.self, forKey: .attemptTimeoutSeconds) ?? attemptTimeoutSeconds
        maxAttempts = try values.decodeIfPresent(Int.self, forKey: .maxAttempts) ?? maxAttempts
        queueTimeoutSeconds =
            try values.decodeIfPresent(Int.self, forKey: .queueTimeoutSeconds) ?? queueTimeoutSeconds
        targetTimeoutSeconds =
            try values.decodeIfPresent(Int.self, forKey: .targetTimeoutSeconds) ?? targetTimeoutSeconds
        enabled = try values.decodeIfPresent(Bool.self, forKey: .enabled) ?? enabled
        sandbox = try values.decodeIfPresent(Bool.self, forKey: .sandbox) ?? sandbox
        approval = try values.decodeIfPresent(ApprovalRule.self, forKey: .approval) ?? approval
        fourEyes = try values.decodeIfPresent(Bool.self, forKey: .fourEyes) ?? fourEyes
    }
}

/// A provider with its settings and how it does.
package struct ProviderView: Codable, Equatable, Sendable {
    package let id: ProviderID
    package let settings: ProviderSettings
    package let capabilities: ProviderCapabilities
    /// Where its credential lies; nil when it has none.
    package let credential: CredentialView?
    /// The last check's answer, if one was made.
    package let lastCheck: ProviderCheck?
    /// Its own pause; absent when it has none.
    ///
    /// ``WorkView`` tells of the one of everything.
    package let pause: PauseView?
    /// How its breaker stands; absent while it is closed and the last answer was one.
    package let breaker: BreakerView?
    /// Absent unless it asked for a wait that lasts.
    package let backOff: BackOffView?
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    package init(
        id: ProviderID,
        settings: ProviderSettings,
        capabilities: ProviderCapabilities,
        credential: CredentialView? = nil,
        lastCheck: ProviderCheck?,
        pause: PauseView? = nil,
        breaker: BreakerView? = nil,
        backOff: BackOffView? = nil,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.settings = settings
        self.capabilities = capabilities
        self.credential = credential
        self.lastCheck = lastCheck
        self.pause = pause
        self.breaker = breaker
        self.backOff = backOff
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    enum CodingKeys: String, CodingKey {
        case id
        case settings
        case capabilities
        case credential
        case lastCheck = "last_check"
        case pause
        case breaker
        case backOff = "back_off"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }
}

/// Whether a provider answered and took the credential.
package struct ProviderCheck: Codable, Equatable, Sendable {
    package let healthy: Bool
    package let checkedAt: Timestamp
    package let latencyMilliseconds: Int
    package let error: TaskError?

    package init(healthy: Bool, checkedAt: Timestamp, latencyMilliseconds: Int, error: TaskError?) {
        self.healthy = healthy
        self.checkedAt = checkedAt
        self.latencyMilliseconds = latencyMilliseconds
        self.error = error
    }

    enum CodingKeys: String, CodingKey {
        case healthy
        case checkedAt = "checked_at"
        case latencyMilliseconds = "latency_ms"
        case error
    }
}

/// A provider after it was written, and whether it is new (201) or changed (200).
package struct ProviderRegistration: Equatable, Sendable {
    package let created: Bool
    package let provider: ProviderView

    package init(created: Bool, provider: ProviderView) {
        self.created = created
        self.provider = provider
    }
}
