import Contract
import Domain
import Engine
import Store

/// The world with an identity provider, and short ways to come from there.
struct ExternalPlace {
    static let issuer = "https://id.example.com"

    let world: World
    let provider = ScriptedIdentityProvider()
    let engine: Engine

    init(_ world: World, domains: Set<String>? = nil, vouchLife: Duration? = nil) {
        self.world = world
        engine = Self.engine(in: world, domains: domains, vouchLife: vouchLife)
    }

    /// A process that is set up in its own way.
    static func engine(
        in world: World,
        issuer: String? = issuer,
        domains: Set<String>? = nil,
        vouchLife: Duration? = nil
    ) -> Engine {
        var access = AccessSettings.testing
        access.external = ExternalAccess(
            grants: [.init(value: "yard-admins", role: .admin), .init(value: "developers", role: .operator)],
            domains: domains,
            issuer: issuer,
            vouchLife: vouchLife
        )
        let clock = world.clock
        return Engine(
            database: world.database,
            adapters: world.providers,
            logger: world.log.logger,
            access: access
        ) { clock.now }
    }

    var door: EngineFrontDoor { EngineFrontDoor(engine, provider: provider) { "" } }

    /// Each sign-in is another one.
    func enter(
        _ roles: [String]?,
        as subject: String = "u1",
        issuer: String = issuer,
        name: String? = "mina",
        email: String? = nil,
        isVerified: Bool? = true,
        attempt: String? = nil
    ) async throws -> IssuedSession {
        world.clock.advance(by: .seconds(1))
        let identity = VouchedIdentity(
            issuer: issuer,
            subject: subject,
            preferredName: name,
            displayName: "Mina\u{7}\u{202E}\u{200B} Kim",
            email: email,
            isEmailVerified: isVerified,
            roleValues: roles,
            attempt: attempt ?? "at \(world.clock.now.microseconds)",
            attemptEndsAt: world.clock.now + .seconds(600)
        )
        provider.vouch(for: identity)
        return try await come()
    }

    func come(from address: String = "192.0.2.7") async throws -> IssuedSession {
        let answer = ExternalSignInAnswer(code: "c", state: "s", attempt: "a", address: address)
        return try await door.signIn(answer, requestID: "r7", source: .web)
    }

    /// Lets whoever has the session make a token.
    func token(of issued: IssuedSession) async throws -> String {
        let session = engine.session(for: try await world.caller(issued.secret, at: engine))
        return try await session.createToken(TokenRequest(name: "ci", role: .viewer)).secret
    }

    func caller(_ secret: String) async throws -> Caller { try await world.caller(secret, at: engine) }

    func audit(_ action: String, _ outcome: String) async throws -> [AuditEntryView] {
        try await world.admin.audit(AuditQuery(action: action)).items.filter { $0.outcome == outcome }
    }
}

func withExternalPlace(
    domains: Set<String>? = nil,
    vouchLife: Duration? = nil,
    _ body: (ExternalPlace) async throws -> Void
) async throws {
    try await withWorld { world in
        try await body(ExternalPlace(world, domains: domains, vouchLife: vouchLife))
    }
}
