import App
import AsyncHTTPClient
import Client
import Contract
import Foundation
import PostgresFixture
import Simulators
import Store
import StorePostgres
import Testing

/// Two servers and three workers on one PostgreSQL, over simulators in this process.
final class ClusterArena: Sendable {
    static let skills = 100
    static let skillsPerRun = 5
    /// Three rounds of all skills on ten providers: 3,000 tasks.
    static let runs = 60
    static let leaseSeconds = 5
    static let concurrency = 6
    static let token = "cluster-test-token-0123456789"

    let postgres: PostgresCluster
    let servers: [ClusterNode]
    let workers: [ClusterNode]
    /// One client for each server.
    let controls: [HTTPControlPlane]
    let providers: [(ProviderID, ProviderSettings)]
    /// Two of each vendor, as with two accounts.
    private let accounts: [RunningSimulator]
    private let folder: URL
    private let database: TestDatabase
    /// Looks into the database as a person might.
    private let eyes: PostgresDatabase

    /// Starts everything, lets `body` work with it, and ends it however that ends.
    static func run(_ body: (ClusterArena) async throws -> Void) async throws {
        let arena = try await ClusterArena()
        do {
            try await arena.begin()
            try await body(arena)
        } catch {
            try await arena.end()
            throw error
        }
        try await arena.end()
    }

    private init() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "skillyard-cluster-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.folder = folder
        postgres = try await .start(fsync: true)
        let database = try await postgres.createDatabase(migrated: false)
        self.database = database
        eyes = try PostgresDatabase(url: database.url(), connections: 2)
        accounts = [try await Simulator.start(), try await Simulator.start()]
        providers = Self.providers(accounts, folder)
        let direct = database.url(over: .tcp)
        let node = { (name: String, role: ClusterNode.Role, link: NetworkLink?) in
            let url = link.map { database.url(throughPort: $0.port) } ?? direct
            return ClusterNode(name, role, in: folder, database: url, token: Self.token, link: link)
        }
        servers = [
            node("server-1", .server(port: try freeLoopbackPort()), nil),
            node("server-2", .server(port: try freeLoopbackPort()), try await .open(to: postgres.port)),
        ]
        workers = [
            node("worker-1", .worker, nil), node("worker-2", .worker, nil),
            node("worker-3", .worker, try await .open(to: postgres.port)),
        ]
        controls = servers.compactMap(\.url).map {
            HTTPControlPlane(
                baseURL: $0,
                token: Self.token,
                httpClient: .shared,
                source: .api,
                timeout: .seconds(5)
            )
        }
    }

    private static func providers(
        _ accounts: [RunningSimulator],
        _ folder: URL
    ) -> [(ProviderID, ProviderSettings)] {
        accounts.enumerated().flatMap { index, simulator in
            ProviderKind.allCases.map { kind in
                let home = folder.appending(path: "home-\(index + 1)").path
                var settings = ProviderSettings.sandbox(kind, at: simulator, folder: home)
                settings.concurrency = concurrency
                return (ProviderID(rawValue: "\(kind.rawValue)-\(index + 1)"), settings)
            }
        }
    }

    private func begin() async throws {
        for node in servers {
            try node.program.start()
            try await untilReady(node)  // the first one makes the schema
        }
        for node in workers { try node.program.start() }
        for node in workers { try await untilPresent(node) }
        for index in accounts.indices {
            let home = folder.appending(path: "home-\(index + 1)")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        }
        for (id, settings) in providers { _ = try await controls[0].putProvider(id, settings, if: .absent) }
        for skill in 0..<Self.skills {
            _ = try await controls[0].registerSkill(CrashArena.upload(skill: skill, version: 1))
        }
    }

    private func end() async throws {
        for node in servers + workers { node.program.kill() }
        for link in (servers + workers).compactMap(\.link) { try await link.close() }
        for account in accounts { await account.stop() }
        await eyes.close()
        try await postgres.remove()
        // What is left over in the temporary directory harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    func load(_ script: FaultScript) {
        for account in accounts { account.load(script) }
    }

    /// What must hold once everything has ended.
    var verdict: CrashVerdict {
        CrashVerdict(
            control: HTTPControlPlane(
                baseURL: servers[0].url ?? "",
                token: Self.token,
                httpClient: .shared,
                source: .api,
                timeout: .seconds(60)
            ),
            rows: rows,
            vendors: accounts.enumerated().flatMap { index, simulator in
                [("openai", SimulatedVendor.openai), ("claude", .claude), ("gemini", .google)].map {
                    CrashVerdict.Account("\($0)-\(index + 1)", $1, simulator)
                }
            },
            registries: accounts,
            folders: accounts.indices.map {
                ("folder-\($0 + 1)", folder.appending(path: "home-\($0 + 1)"))
            }
        )
    }

    // MARK: Looking

    /// What stands in the database; waits while there is none.
    func rows(_ query: Query) async throws -> [Row] {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            do { return try await eyes.read { try $0.run(query) } } catch StoreError.unavailable
                where ContinuousClock.now < deadline
            {
                // A server that is down cannot say when it is back.
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    func count(_ query: Query) async throws -> Int { try await rows(query).first?.int("n") ?? 0 }

    /// The server processes of all connections to the database but those of this test.
    func connections() async throws -> [Int] {
        let numbers = try await postgres.ask(
            """
            SELECT string_agg(pid::text, ',' ORDER BY pid) FROM pg_stat_activity
            WHERE datname = '\(database.name)' AND client_addr IS NOT NULL
            """
        )
        return (numbers ?? "").split(separator: ",").compactMap { Int($0) }
    }

    /// What the connections to the database are doing, and which of them wait for which.
    func activity() async throws -> String {
        let lines = try await postgres.ask(
            """
            SELECT string_agg(concat_ws(' ', pid, state, clock_timestamp() - xact_start, wait_event_type, wait_event,
                pg_blocking_pids(pid), left(regexp_replace(query, '\\s+', ' ', 'g'), 150)), E'\\n')
            FROM pg_stat_activity WHERE datname = '\(database)' AND state <> 'idle'
            """
        )
        return lines ?? "nothing"
    }

    /// The most calls any provider has got at the same time since the last time it was asked.
    func takeMostCalls() -> Int {
        accounts.flatMap { $0.takeMostOpen().values }.max() ?? 0
    }

    // MARK: Waiting

    func untilReady(_ node: ClusterNode) async throws {
        guard let url = node.url else { return }
        try await until("\(node.name) is ready", within: .seconds(30)) { await isReady(url) }
    }

    /// Waits until a worker has made itself known.
    func untilPresent(_ node: ClusterNode) async throws {
        try await until("\(node.name) is present", within: .seconds(30)) {
            try await self.workerID(of: node) != nil
        }
    }

    /// The name of a worker's present process; nil before it has made itself known.
    func workerID(of node: ClusterNode) async throws -> String? {
        guard let number = node.program.number else { return nil }
        let pattern = "%/\(number)/%"
        return try await rows(
            "SELECT id FROM workers WHERE process LIKE \(pattern) ORDER BY started_at DESC LIMIT 1"
        ).first?.text("id")
    }

    /// Waits for what only another process can bring about, which cannot signal this one.
    func until(
        _ what: String,
        within limit: Duration,
        _ isMet: () async throws -> Bool
    ) async throws {
        let begun = ContinuousClock.now
        while try await !isMet() {
            guard ContinuousClock.now - begun < limit else {
                let logs = (servers + workers).map { "\($0.name):\n\($0.log.suffix(2000))" }
                throw ClusterError(
                    description: "not within \(limit): \(what)\n\(logs.joined(separator: "\n"))"
                )
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

struct ClusterError: Error, CustomStringConvertible {
    let description: String
}
