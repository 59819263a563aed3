package import Contract
package import Domain
package import Engine
import FoundationEssentials
import Logging
import Simulators
package import Store
import StoreSQLite

/// Makes the real objects behind the commands.
package struct LiveRoot: CompositionRoot {
    private let access: RemoteAccess

    /// - Parameter access: Reaches servers that run already.
    package init(_ access: RemoteAccess) {
        self.access = access
    }

    package func connect(to server: ServerAddress) throws -> any ControlPlane { access.connect(to: server) }

    package func probe(_ server: ServerAddress) async throws -> ServerProbe { try await access.probe(server) }

    package func probe(issuer: String) async throws(IdentityFailure) -> Int {
        try await access.probe(issuer: issuer)
    }

    package func serve(_ configuration: Configuration, console: Console) async throws {
        try await StartFailure.translating {
            try await Node(configuration, console: console, environment: ProcessInfo.processInfo.environment)
                .run()
        }
    }

    package func migrate(_ configuration: Configuration) async throws -> String {
        try await StartFailure.translating {
            let database = try await Databases.openMigrated(configuration)
            guard let role = configuration.databaseRole else { return "The database has the newest schema." }
            try await Databases.grant(to: role, on: database)
            return "The database has the newest schema, and the role \(role) what a server needs."
        }
    }

    package func backUp(
        _ location: Configuration.DatabaseLocation,
        to file: String,
        replacing: Bool
    ) async throws -> BackupReport {
        guard case .sqlite(let path) = location else { throw CommandRefusal.backedUpElsewhere }
        return try await Backup(source: path, file: file, replaces: replacing).run()
    }

    package func copy(
        _ order: CopyOrder,
        progress: @escaping @Sendable (TransferProgress) -> Void
    ) async throws -> TransferReport {
        try await DatabaseCopy(order: order, progress: progress).run()
    }

    package func secretsStatus(_ location: Configuration.DatabaseLocation, _ keys: SecretKeys) async throws
        -> CredentialRotation.Status
    {
        try await StoredSecrets(location: location, keys: keys).use { try await $0.status() }
    }

    package func rotateSecrets(_ location: Configuration.DatabaseLocation, _ keys: SecretKeys) async throws
        -> CredentialRotation.Report
    {
        try await StoredSecrets(location: location, keys: keys).use { try await $0.run() }
    }

    package func pruneSecrets(_ location: Configuration.DatabaseLocation, _ keys: SecretKeys) async throws
        -> [String]
    {
        try await StoredSecrets(location: location, keys: keys).use { try await $0.prune() }
    }

    package func simulate(host: String, port: Int, dataFolder: String?, console: Console) async throws {
        let (grace, logger) = (Duration.seconds(5), Logger(label: "skillyard"))
        let options = SimulatorOptions(host: host, port: port, dataDirectory: dataFolder)
        let simulator = try Simulator(options: options) { port in
            console.print("Simulators listen on http://\(host):\(port)")
        }
        try await StartFailure.translating {
            do {
                try await ServiceRun.untilStopped([simulator], grace: grace, logger: logger) {
                    console.note("Stopping.")
                }
            } catch {
                throw Problem.listening(error, on: host, port, .port)
            }
        }
    }
}
