/// Where a browser goes to sign in at the identity provider.
package struct ExternalSignInStart: Equatable, Sendable {
    /// At the provider.
    package let address: String
    /// What the browser keeps until it comes back, and shows to nobody but this server.
    package let attempt: String
    /// How long the browser may take.
    package let life: Duration

    package init(address: String, attempt: String, life: Duration) {
        self.address = address
        self.attempt = attempt
        self.life = life
    }
}

/// What a browser brings back from the identity provider (OpenID Connect Core 1.0, section 3.1.2.5).
package struct ExternalSignInAnswer: Equatable, Sendable {
    package let code: String?
    package let state: String?
    /// Why there is no code.
    package let error: String?
    /// Who answers (RFC 9207).
    package let issuer: String?
    /// What the browser kept; nil when it kept nothing.
    package let attempt: String?
    /// The client's network address; nil when the front end cannot tell.
    package let address: String?

    package init(
        code: String?,
        state: String?,
        error: String? = nil,
        issuer: String? = nil,
        attempt: String?,
        address: String?
    ) {
        self.code = code
        self.state = state
        self.error = error
        self.issuer = issuer
        self.attempt = attempt
        self.address = address
    }
}
