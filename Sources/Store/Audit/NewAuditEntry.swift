/// Something to be written into the audit log.
package struct NewAuditEntry: Equatable, Sendable {
    package let actor: String
    /// Dotted, such as `run.start`.
    package let action: String
    /// What it was done to, such as `run:0190…`.
    package let subject: String
    package let outcome: String
    package let source: String
    package let requestID: String?
    /// Further facts; never secrets.
    package let detail: [String: String]

    package init(
        actor: String,
        action: String,
        subject: String,
        outcome: String,
        source: String,
        requestID: String? = nil,
        detail: [String: String] = [:]
    ) {
        self.actor = actor
        self.action = action
        self.subject = subject
        self.outcome = outcome
        self.source = source
        self.requestID = requestID
        self.detail = detail
    }

    /// The same with further facts; what it says already stays.
    package func adding(_ more: [String: String]) -> Self {
        Self(
            actor: actor,
            action: action,
            subject: subject,
            outcome: outcome,
            source: source,
            requestID: requestID,
            detail: detail.merging(more) { own, _ in own }
        )
    }
}
