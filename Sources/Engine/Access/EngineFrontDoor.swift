package import Contract
package import Domain

/// Signs callers in and tells how the node is.
package struct EngineFrontDoor: FrontDoor {
    /// A worker turns several times a second; with two questions five seconds apart this is noticed within fifteen.
    private static let longestSilence = Duration.seconds(10)

    private let engine: Engine
    private let provider: (any IdentityProvider)?
    private let probe: DatabaseProbe
    private let readMetrics: @Sendable () async -> String

    /// - Parameters:
    ///   - engine: What callers get.
    ///   - provider: Where people sign in, too; nil where they only do so here.
    ///   - patience: How long the database may take to say that it is well.
    ///   - metrics: Gives the metrics as text.
    package init(
        _ engine: Engine,
        provider: (any IdentityProvider)? = nil,
        patience: Duration = .seconds(5),
        metrics: @escaping @Sendable () async -> String
    ) {
        self.engine = engine
        self.provider = provider
        probe = DatabaseProbe(engine.database, patience: patience, now: engine.now)
        readMetrics = metrics
    }

    package func signIn(
        bearer token: String?,
        requestID: String,
        source: CommandSource,
        asUse: Bool
    ) async throws(Problem) -> any ControlPlane {
        let caller = try await engine.signIn.caller(
            bearer: token,
            requestID: requestID,
            source: source,
            asUse: asUse
        )
        return engine.session(for: caller)
    }

    package func signIn(
        _ request: SignInRequest,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> IssuedSession {
        try await SessionDesk(engine, requestID: requestID, source: source).signIn(request)
    }

    package var identityProvider: String? { provider?.name }

    package func beginExternalSignIn(requestID: String) async throws(Problem) -> ExternalSignInStart {
        try await SessionDesk(engine, requestID: requestID, source: .web).begin(at: try externalDoor())
    }

    package func signIn(
        _ answer: ExternalSignInAnswer,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> IssuedSession {
        let desk = SessionDesk(engine, requestID: requestID, source: source)
        return try await desk.signIn(answer, at: try externalDoor())
    }

    private func externalDoor() throws(Problem) -> any IdentityProvider {
        guard let provider else {
            throw Problem(.notFound, as: "no_provider", "Nobody signs in elsewhere here.")
        }
        return provider
    }

    package func setUp(
        _ request: SetUpRequest,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> IssuedSession {
        try await SessionDesk(engine, requestID: requestID, source: source).setUp(request)
    }

    package func readiness() async -> Readiness {
        let answer = await probe.answer()
        let others = [worker, credentials(answer)].compactMap(\.self)
        return Readiness(checks: [Readiness.Check(answer)] + others)
    }

    /// Tells of stored credentials that cannot be opened; nil when all can, or nobody knows.
    private func credentials(_ answer: DatabaseProbe.Answer) -> Readiness.Check? {
        guard case .well(let counts) = answer, let trouble = engine.vault.trouble(with: counts) else {
            return nil
        }
        // Requests can be taken all the same, the one that sets the credential anew among them.
        return Readiness.Check(name: Readiness.Check.credentials, ok: true, detail: trouble)
    }

    /// How this process's own worker is; nil where there is none.
    private var worker: Readiness.Check? {
        engine.pulse.silence(at: engine.now()).map { silence in
            guard silence > Self.longestSilence else { return Readiness.Check(name: "worker", ok: true) }
            let seconds = silence.components.seconds
            return Readiness.Check(
                name: "worker",
                ok: false,
                detail: "The worker has not looked for work for \(seconds) seconds."
            )
        }
    }

    package func metrics() async -> String { await readMetrics() }
}

extension Readiness.Check {
    fileprivate init(_ answer: DatabaseProbe.Answer) {
        switch answer {
        case .well: self.init(name: "database", ok: true)
        case .unreadable: self.init(name: "database", ok: false, detail: "The database cannot be read.")
        case .unwritable(let reason):
            self.init(name: "database", ok: false, detail: "The database takes no changes: \(reason).")
        }
    }
}
