/// Where a front end takes a caller's credential and gets what that caller may use.
package protocol FrontDoor: Sendable {
    /// - Parameters:
    ///   - token: The secret of an API token or of a session.
    ///   - requestID: What the history names the request by.
    ///   - source: The front door the caller came through, for the history.
    ///   - asUse: Whether a session counts as used; not what a page that lies open asks by itself.
    /// - Returns: What the caller may use.
    /// - Throws: ``Problem`` with `authentication_required` when the token is missing, unknown, expired or
    ///   revoked.
    func signIn(
        bearer token: String?,
        requestID: String,
        source: CommandSource,
        asUse: Bool
    ) async throws(Problem) -> any ControlPlane
    /// Begins a session.
    ///
    /// - Parameters:
    ///   - request: Who, and from where.
    ///   - requestID: What the history names the request by.
    ///   - source: The front door the caller came through.
    /// - Returns: The session with its secret, for ``signIn(bearer:requestID:source:)``.
    /// - Throws: ``Problem`` with `authentication_required` when there is no such account or the password is not
    ///   its own, which cannot be told apart; `rate_limited` after too many of these.
    func signIn(
        _ request: SignInRequest,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> IssuedSession
    /// What people call the identity provider where they can sign in, too; nil when there is none.
    var identityProvider: String? { get }
    /// Begins a sign-in at the identity provider; nothing is kept.
    ///
    /// - Parameter requestID: What the log names the request by.
    /// - Returns: Where the browser goes, and what it keeps.
    /// - Throws: ``Problem`` with `not_found` when there is no such provider, `unavailable` when it cannot be asked.
    func beginExternalSignIn(requestID: String) async throws(Problem) -> ExternalSignInStart
    /// Begins a session of whoever the identity provider vouches for.
    ///
    /// - Parameters:
    ///   - answer: What the browser brought back.
    ///   - requestID: What the history names the request by.
    ///   - source: The front door the caller came through.
    /// - Returns: The session with its secret.
    /// - Throws: ``Problem`` with `authentication_required` when nothing is proved or the person has no access;
    ///   `unavailable` when the provider cannot be asked.
    func signIn(
        _ answer: ExternalSignInAnswer,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> IssuedSession
    /// Makes the first administrator's account and begins a session of it.
    ///
    /// - Parameters:
    ///   - request: The code and what the account is to have.
    ///   - requestID: What the history names the request by.
    ///   - source: The front door the caller came through.
    /// - Returns: The session with its secret.
    /// - Throws: ``Problem`` with `authentication_required` when the code is not one that still counts.
    func setUp(
        _ request: SetUpRequest,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> IssuedSession
    /// Whether this node can take requests; cheap enough to ask every second.
    func readiness() async -> Readiness
    /// The metrics in the Prometheus text format, version 0.0.4.
    func metrics() async -> String
}

extension FrontDoor {
    /// The same as use.
    package func signIn(
        bearer token: String?,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> any ControlPlane {
        try await signIn(bearer: token, requestID: requestID, source: source, asUse: true)
    }
}

/// The answer of `/readyz`: ready when every check is.
package struct Readiness: Codable, Equatable, Sendable {
    package struct Check: Codable, Equatable, Sendable {
        package let name: String
        package let ok: Bool
        package let detail: String?

        /// The name of the check that is there only when stored credentials cannot be opened.
        package static let credentials = "credentials"

        package init(name: String, ok: Bool, detail: String? = nil) {
            self.name = name
            self.ok = ok
            self.detail = detail
        }
    }

    package let checks: [Check]
    package var ready: Bool { checks.allSatisfy(\.ok) }

    package init(checks: [Check]) {
        self.checks = checks
    }

    enum CodingKeys: String, CodingKey {
        case ready
        case checks
    }

    package init(from decoder: any Decoder) throws {
        checks = try decoder.container(keyedBy: CodingKeys.self).decode([Check].self, forKey: .checks)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(ready, forKey: .ready)
        try values.encode(checks, forKey: .checks)
    }
}
