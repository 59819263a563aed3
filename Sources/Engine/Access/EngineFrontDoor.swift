package import Contract
import Domain
import Store

/// Signs callers in and tells how the node is.
package struct EngineFrontDoor: FrontDoor {
    private let engine: Engine
    private let readMetrics: @Sendable () async -> String

    package init(_ engine: Engine, metrics: @escaping @Sendable () async -> String) {
        self.engine = engine
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
        let database: Readiness.Check
        do {
            try await engine.database.read { _ = try ProviderTable($0).checks() }
            database = .init(name: "database", ok: true)
        } catch {
            database = .init(name: "database", ok: false, detail: "The database cannot be read.")
        }
        return Readiness(checks: [database])
    }

    package func metrics() async -> String { await readMetrics() }
}
