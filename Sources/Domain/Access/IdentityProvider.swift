package import Contract

/// Somebody else who can say who a person is.
package protocol IdentityProvider: Sendable {
    /// What people here call it.
    var name: String { get }

    /// Begins a sign-in; nothing is kept here.
    ///
    /// - Throws: ``IdentityFailure`` when the provider cannot be asked.
    func begin() async throws(IdentityFailure) -> ExternalSignInStart

    /// Whether this browser began what it ends, and just now; nobody is asked for it.
    ///
    /// - Parameter answer: What the browser brought.
    /// - Throws: ``IdentityFailure`` with `stale`.
    func requireBegun(_ answer: ExternalSignInAnswer) throws(IdentityFailure)

    /// Who came back from there.
    ///
    /// - Parameter answer: What the browser brought.
    /// - Returns: The person, as the provider vouches for them.
    /// - Throws: ``IdentityFailure`` for whatever does not prove that.
    func identity(answering answer: ExternalSignInAnswer) async throws(IdentityFailure) -> VouchedIdentity
}

/// A person as an identity provider knows them; only issuer and subject together tell one from another.
package struct VouchedIdentity: Equatable, Sendable {
    package let issuer: String
    package let subject: String
    /// A short name that the person or the provider chose; not unique, and it may change.
    package let preferredName: String?
    package let displayName: String?
    package let email: String?
    /// Nil where the provider does not say.
    package let isEmailVerified: Bool?
    /// What the claim says that roles follow from; nil where it is missing or cannot be read, which is not the same as
    /// one that names nothing.
    package let roleValues: [String]?
    /// Names the sign-in, which is to count once; nobody can make another sign-in of the same name.
    package let attempt: String
    /// From then on the provider's answer counts for nothing by itself.
    package let attemptEndsAt: Timestamp

    package init(
        issuer: String,
        subject: String,
        preferredName: String? = nil,
        displayName: String? = nil,
        email: String? = nil,
        isEmailVerified: Bool? = nil,
        roleValues: [String]?,
        attempt: String,
        attemptEndsAt: Timestamp
    ) {
        self.issuer = issuer
        self.subject = subject
        self.preferredName = preferredName
        self.displayName = displayName
        self.email = email
        self.isEmailVerified = isEmailVerified
        self.roleValues = roleValues
        self.attempt = attempt
        self.attemptEndsAt = attemptEndsAt
    }
}

/// Why nobody can be let in on the word of an identity provider.
package struct IdentityFailure: Error, Equatable, Sendable {
    package enum Reason: String, CaseIterable, Sendable {
        /// It does not answer, or says that it cannot now.
        case unreachable
        /// It and this server do not fit together; an administrator has to mend that.
        case misconfigured
        /// It did not sign the person in.
        case declined
        /// The sign-in was not begun in this browser, took too long, or was used already.
        case stale
        /// What it sent does not prove anything.
        case unverified
    }

    package let reason: Reason
    /// For the log: one sentence of ours, free of what anybody sent.
    package let detail: String
    /// Whether only the browser says so, as anybody can.
    package let isHearsay: Bool

    package init(_ reason: Reason, _ detail: String, isHearsay: Bool = false) {
        self.reason = reason
        self.detail = detail
        self.isHearsay = isHearsay
    }
}
