/// One line of the audit log: who did what, when, through which door, and how it ended.
package struct AuditEntryView: Codable, Equatable, Sendable {
    package let chain: String
    /// Counted from 1 within the chain, without gaps.
    package let sequence: Int64
    package let at: Timestamp
    package let actor: String
    /// Dotted, such as `run.start`.
    package let action: String
    /// What it was done to, such as `run:0190…`.
    package let subject: String
    package let outcome: String
    package let source: String
    package let requestID: String?
    package let detail: [String: String]
    /// Hex SHA-256 over the entry before and this one.
    package let hash: String

    package init(
        chain: String,
        sequence: Int64,
        at: Timestamp,
        actor: String,
        action: String,
        subject: String,
        outcome: String,
        source: String,
        requestID: String?,
        detail: [String: String],
        hash: String
    ) {
        self.chain = chain
        self.sequence = sequence
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.outcome = outcome
        self.source = source
        self.requestID = requestID
        self.detail = detail
        self.hash = hash
    }

    enum CodingKeys: String, CodingKey {
        case chain
        case sequence
        case at
        case actor
        case action
        case subject
        case outcome
        case source
        case requestID = "request_id"
        case detail
        case hash
    }
}

/// Which entries to list, newest first.
package struct AuditQuery: Equatable, Sendable {
    package var actor: String?
    package var action: String?
    package var subject: String?
    package var after: Timestamp?
    package var page: PageRequest

    package init(
        actor: String? = nil,
        action: String? = nil,
        subject: String? = nil,
        after: Timestamp? = nil,
        page: PageRequest = .init()
    ) {
        self.actor = actor
        self.action = action
        self.subject = subject
        self.after = after
        self.page = page
    }
}
