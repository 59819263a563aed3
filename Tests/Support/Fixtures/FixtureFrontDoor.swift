package import Contract

/// Lets in whoever has the one token.
package struct FixtureFrontDoor: FrontDoor {
    package static let token = "sky_fixture-token"

    package let plane: FixtureControlPlane
    package var isReady: Bool

    /// Nil for none.
    package var identityProvider: String?

    package init(plane: FixtureControlPlane, isReady: Bool = true, identityProvider: String? = nil) {
        self.plane = plane
        self.isReady = isReady
        self.identityProvider = identityProvider
    }

    package static let providerAddress = "https://id.example.com/authorize?state=s1"
    package static let attempt = "1800000000000000.attempt"

    package func beginExternalSignIn(requestID: String) async throws(Problem) -> ExternalSignInStart {
        if let refusal = plane.refusal(of: "beginExternalSignIn") { throw refusal }
        return ExternalSignInStart(address: Self.providerAddress, attempt: Self.attempt, life: .seconds(600))
    }

    package func signIn(
        _ answer: ExternalSignInAnswer,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> IssuedSession {
        if let refusal = plane.refusal(of: "externalSignIn") { throw refusal }
        guard answer.attempt == Self.attempt, answer.state == "s1", answer.code == "c1" else {
            throw Problem(.authenticationRequired, as: "external_stale", "Begin again.")
        }
        let issued = try sample("createSession")
        plane.begin(session: issued.secret)
        return issued
    }

    package func signIn(
        bearer token: String?,
        requestID: String,
        source: CommandSource,
        asUse: Bool
    ) async throws(Problem) -> any ControlPlane {
        let isKnown = token == Self.token || plane.knows(session: token)
        guard isKnown, !plane.isTokenRevoked else {
            throw Problem(.authenticationRequired, "The token is missing, unknown, expired or revoked.")
        }
        plane.note(signInAsUse: asUse)
        return plane
    }

    package static let password = "a fixture's password"
    package static let setupCode = "skc_fixture-code"

    /// The one name is the sample account's.
    package func signIn(
        _ request: SignInRequest,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> IssuedSession {
        if let refusal = plane.refusal(of: "signIn") { throw refusal }
        let issued = try sample("createSession")
        guard request.name == issued.account.name, request.password == Self.password else {
            throw Problem(.authenticationRequired, "There is no account with this name and password.")
        }
        plane.note(signIn: request)
        plane.begin(session: issued.secret)
        return issued
    }

    package func setUp(
        _ request: SetUpRequest,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> IssuedSession {
        guard request.code == Self.setupCode else {
            throw Problem(.authenticationRequired, "This link has been used or is too old.")
        }
        plane.note(signIn: request.signIn)
        let issued = try sample("setUp")
        plane.begin(session: issued.secret)
        return issued
    }

    private func sample(_ name: String) throws(Problem) -> IssuedSession {
        do { return try Fixtures.value(name) } catch {
            throw Problem(.internal, "The fixture \(name) cannot be read.")
        }
    }

    package func readiness() async -> Readiness {
        Readiness(checks: [
            .init(name: "database", ok: isReady), .init(name: "workers", ok: true, detail: "2 alive"),
        ])
    }

    package func metrics() async -> String {
        (try? Fixtures.bytes("getMetrics.txt")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
