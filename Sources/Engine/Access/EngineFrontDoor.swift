package import Contract

/// Signs callers in and tells how the node is.
package struct EngineFrontDoor: FrontDoor {
    private let engine: Engine
    private let probe: DatabaseProbe
    private let readMetrics: @Sendable () async -> String

    package init(_ engine: Engine, metrics: @escaping @Sendable () async -> String) {
        self.engine = engine
        probe = DatabaseProbe(engine.database)
        readMetrics = metrics
    }

    package func signIn(
        bearer token: String?,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> any ControlPlane {
        let caller = try await engine.signIn.caller(bearer: token, requestID: requestID, source: source)
        return engine.session(for: caller)
    }

    package func readiness() async -> Readiness {
        let database =
            await probe.answers()
            ? Readiness.Check(name: "database", ok: true)
            : Readiness.Check(name: "database", ok: false, detail: "The database cannot be read.")
        return Readiness(checks: [database])
    }

    package func metrics() async -> String { await readMetrics() }
}
