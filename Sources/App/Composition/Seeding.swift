import Contract
import Domain
import Engine
import FoundationEssentials
import Store

/// Registers the providers that come with a server, without touching what a person changed.
struct Seeding {
    private let engine: Engine
    private let configuration: Configuration
    private let environment: [String: String]

    init(_ engine: Engine, configuration: Configuration, environment: [String: String]) {
        self.engine = engine
        self.configuration = configuration
        self.environment = environment
    }

    /// - Returns: Every provider as it is registered now.
    func register(simulators: SeedProviders.SimulatorAddresses?) async throws -> [Provider] {
        let options = SeedProviders.Options(
            simulators: simulators,
            localFolders: configuration.localFolders,
            dataFolder: configuration.dataFolder,
            workingFolder: FileManager.default.currentDirectoryPath
        )
        if configuration.localFolders == .demo {
            let home = URL(filePath: configuration.dataFolder + "/home")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        }
        let seeds = SeedProviders.from(environment: environment, options: options)
        let now = Clock.now()
        return try await engine.database.write { connection in
            try StartLock.take(connection)
            let table = ProviderTable(connection)
            for (id, settings) in seeds {
                if let known = try table.find(id) {
                    // A simulator listens somewhere else after each start; all other settings are a person's.
                    guard known.settings.sandbox, settings.sandbox else { continue }
                    var moved = known.settings
                    moved.baseURL = settings.baseURL
                    _ = try table.put(id, moved, at: now)
                } else {
                    _ = try table.put(id, settings, at: now)
                }
            }
            return try table.all()
        }
    }
}
