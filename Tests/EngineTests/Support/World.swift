import Contract
import Domain
import Engine
import Foundation
import PostgresFixture
import Proofs
import Store
import StorePostgres
import StoreSQLite

/// An engine on a database of its own, with a clock that stands still and providers that follow a script.
struct World: Sendable {
    let database: any Database
    let faults: FaultyDatabase
    let clock = ManualClock()
    let providers = ScriptedProviders()
    let keys = ChangingKeys()
    let download = ScriptedDownload()
    let messenger = ScriptedMessenger()
    let suggester = ScriptedSuggester()
    let log = RecordedLog()
    let engine: Engine
    /// Signs the audit log.
    let signingKey: SigningKey?

    init(_ database: any Database, bundleStorage: Int64? = nil) {
        // The system's random numbers make one or the process has worse trouble: tests that need it require it.
        signingKey = try? SigningKey.make()
        self.database = database
        faults = FaultyDatabase(database)
        let clock = clock
        engine = Engine(
            database: faults,
            adapters: providers,
            keys: keys,
            download: download,
            messenger: messenger,
            suggester: suggester,
            logger: log.logger,
            bundleStorage: bundleStorage,
            access: .testing,
            signingKey: signingKey
        ) { clock.now }
    }

    /// Another process on the same database; it fetches nothing.
    func neighbour(on database: (any Database)? = nil) -> Engine {
        let clock = clock
        return Engine(
            database: database ?? self.database,
            adapters: providers,
            keys: keys,
            messenger: messenger,
            logger: log.logger,
            access: .testing
        ) { clock.now }
    }

    static var isOnPostgres: Bool {
        ProcessInfo.processInfo.environment["SKILLYARD_TEST_DATABASE"] == "postgres"
    }

    var admin: EngineSession { session("ann", .admin) }

    func session(_ name: String, _ role: Role) -> EngineSession {
        engine.session(for: Caller(name: name, role: role, requestID: "request-1"))
    }

    /// Somebody with an account.
    func person(_ name: String, _ role: Role) -> EngineSession {
        let account = AccountID(rawValue: "account-\(name)")
        return engine.session(for: Caller(name: name, role: role, account: account, requestID: "request-1"))
    }

    func worker(_ id: String = "w1", _ settings: WorkerSettings = .testing) -> Worker {
        engine.worker(id: id, settings: settings)
    }

    // MARK: Preparing

    @discardableResult
    func addSkill(_ name: String, content: String = "v1") async throws -> SkillVersionView {
        clock.advance(by: .milliseconds(1))
        return try await admin.registerSkill(SkillUpload(content: .text(skillText(name, content)))).version
    }

    func addProvider(_ id: ProviderID, _ change: (inout ProviderSettings) -> Void = { _ in }) async throws {
        var settings = ProviderSettings(
            kind: .http,
            displayName: "Provider \(id)",
            baseURL: "http://localhost"
        )
        change(&settings)
        let known = try await admin.providers().items.contains { $0.id == id }
        _ = try await admin.putProvider(id, settings, if: known ? .present : .absent)
    }

    /// Asks for a run a millisecond after whatever came before, so that the order is known.
    func start(
        _ skills: [RunRequest.Selection],
        on providers: [ProviderID],
        kind: RunKind = .install
    ) async throws -> RunView {
        clock.advance(by: .milliseconds(1))
        let request = RunRequest(kind: kind, skills: skills, providers: providers)
        return try await admin.startRun(request, idempotencyKey: nil, source: .api)
    }

    /// The same for a run that begins later.
    func startLater(by delay: Duration, _ skills: [RunRequest.Selection], on providers: [ProviderID])
        async throws -> RunView
    {
        clock.advance(by: .milliseconds(1))
        let request = RunRequest(skills: skills, providers: providers, startAt: clock.now + delay)
        return try await admin.startRun(request, idempotencyKey: nil, source: .api)
    }

    // MARK: Working

    /// Lets a worker work until the condition holds.
    func work(_ worker: Worker, until isMet: () async throws -> Bool) async throws {
        while true {
            let generation = engine.signals.work.generation
            let busy = await worker.cycle()
            if try await isMet() { return }
            if !busy { await engine.signals.work.wait(after: generation, upTo: .seconds(1)) }
        }
    }

    /// Lets a worker work until the run has ended, moving the clock on to whatever is due next.
    @discardableResult
    func finish(_ run: RunView, with worker: Worker? = nil) async throws -> RunView {
        let worker = worker ?? self.worker()
        try await work(worker) {
            if try await admin.run(run.id).status.isFinal { return true }
            if try await running() == 0 { clock.advance(by: .seconds(300)) }
            return false
        }
        return try await admin.run(run.id)
    }

    /// Lets a worker save whatever ended, once so many calls have ended in all.
    func settle(_ worker: Worker, afterCalls count: Int) async throws {
        await providers.record.until { $0.ended >= count }
        try await work(worker) { try await running() == 0 }
    }

    /// Lets time pass in which somebody looks after the clocks of what waits, as a watchdog does all the time.
    func pass(_ time: Duration, under watchdog: Watchdog) async throws {
        let end = clock.now + time
        try await watchdog.patrol()
        while clock.now < end {
            clock.advance(by: min(.seconds(30), end - clock.now))
            try await watchdog.patrol()
        }
    }

    func running() async throws -> Int {
        try await count("SELECT count(*) AS n FROM install_tasks WHERE status = 'running'")
    }

    /// Tasks that have not ended.
    func open() async throws -> Int {
        try await count(
            "SELECT count(*) AS n FROM install_tasks WHERE status IN ('queued', 'running', 'retry_wait')"
        )
    }

    func count(_ query: Query) async throws -> Int {
        try await database.read { try $0.run(query).first?.int("n") ?? 0 }
    }

    func task(_ run: RunView, on provider: ProviderID) async throws -> TaskView? {
        try await admin.run(run.id).tasks?.first { $0.provider == provider }
    }

    func installed(_ skill: String, on provider: ProviderID) async throws -> InstallationView? {
        try await admin.installations(InstallationQuery(skill: skill, provider: provider)).items.first
    }

    func events(after position: Int64 = 0) async throws -> [EventView] {
        try await database.read { try EventTable($0).entries(after: position, limit: 100_000) }
    }
}

extension WorkerSettings {
    /// Never waits on its own: tests say when.
    static var testing: WorkerSettings {
        WorkerSettings(grace: .zero, cutOff: .seconds(20), poll: .seconds(1))
    }
}

extension AccessSettings {
    /// With passwords that are hashed in no time.
    static var testing: AccessSettings { AccessSettings(passwordCost: PasswordCost(logN: 4)) }
}

extension RunRequest.Selection: ExpressibleByStringLiteral {
    package init(stringLiteral name: String) { self.init(name: name) }
}

extension Identifier: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
    ExpressibleByExtendedGraphemeClusterLiteral
{
    package init(stringLiteral text: String) { self.init(rawValue: text) }
}

func skillText(_ name: String, _ content: String = "v1") -> String {
    "---\nname: \(name)\ndescription: Does something useful.\n---\nRead this: \(content).\n"
}

/// Runs `body` in a world of its own, and removes it afterwards.
///
/// On SQLite, or on PostgreSQL when `SKILLYARD_TEST_DATABASE` says so.
func withWorld(_ body: (World) async throws -> Void) async throws {
    if World.isOnPostgres {
        let place = try await PostgresCluster.shared.createDatabase(migrated: true)
        let database = try PostgresDatabase(url: place.url(), connections: 6, limits: .unhurried)
        try await body(World(database))
        await database.close()
        return try await place.drop()
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "engine-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
        // A folder that is left over in the temporary directory harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }
    let database = try SQLiteDatabase(path: folder.appending(path: "test.sqlite").path())
    try await Migrator().run(on: database)
    try await body(World(database))
    try await database.close()
}
