package import Contract
import FoundationEssentials
import Logging
import Simulators
import Store
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

    package func serve(_ configuration: Configuration, console: Console) async throws {
        try await Node(configuration, console: console, environment: ProcessInfo.processInfo.environment)
            .run()
    }

    package func migrate(_ configuration: Configuration) async throws -> String {
        let database = try Databases.open(configuration)
        try await Migrator().run(on: database)
        return "The database has the newest schema."
    }

    package func simulate(host: String, port: Int, dataFolder: String?, console: Console) async throws {
        let options = SimulatorOptions(host: host, port: port, dataDirectory: dataFolder)
        let simulator = try Simulator(options: options) { port in
            console.print("Simulators listen on http://\(host):\(port)")
        }
        try await ServiceRun.untilStopped([simulator], grace: .seconds(5), logger: Logger(label: "skillyard"))
    }
}
