import AsyncHTTPClient
import Contract
import Domain
import Foundation
import Simulators
import Testing

@testable import Providers

/// One simulator, one client, one catalog and empty folders, all gone after the test.
struct Bench: Sendable {
    static let key = "sk-test-0123456789"

    let simulator: RunningSimulator
    let client: HTTPClient
    let catalog: AdapterCatalog
    let home: String
    let state: String
    let clock: ManualClock

    static func with(
        options: SimulatorOptions = SimulatorOptions(),
        _ body: (Bench) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        var options = options
        options.now = { clock.now }
        let simulator = try await Simulator.start(options: options)
        let client = HTTPClient(configuration: .providers)
        let folder = FileManager.default.temporaryDirectory.appending(path: "skillyard-\(UUID().uuidString)")
        let (home, state) = (folder.appending(path: "home").path(), folder.appending(path: "state").path())
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        let catalog = AdapterCatalog(
            httpClient: client,
            homeDirectory: home,
            stateDirectory: state,
            secrets: FixedSecrets(values: ["env:KEY": key]),
            now: { clock.now }
        )
        let bench = Bench(
            simulator: simulator,
            client: client,
            catalog: catalog,
            home: home,
            state: state,
            clock: clock
        )
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(bench))
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        await simulator.stop()
        try FileManager.default.removeItem(at: folder)
        try result.get()
    }

    func settings(_ kind: ProviderKind, baseURL: String? = nil, credential: String? = "env:KEY")
        -> ProviderSettings
    {
        let options: [String: String] =
            switch kind {
            case .gemini: ["project": "demo", "location": "us-central1"]
            case .folder: ["client": "claude-code"]
            case .openai, .claude, .http: [:]
            }
        return ProviderSettings(
            kind: kind,
            displayName: kind.rawValue,
            baseURL: kind == .folder ? nil : baseURL ?? simulator.baseURL(for: kind),
            credential: kind == .folder ? nil : credential,
            options: options
        )
    }

    func provider(_ settings: ProviderSettings, id: String? = nil) -> Provider {
        Provider(
            id: ProviderID(rawValue: id ?? settings.kind.rawValue),
            settings: settings,
            createdAt: clock.now,
            updatedAt: clock.now
        )
    }

    func adapter(_ kind: ProviderKind) throws -> any ProviderAdapter {
        try catalog.adapter(for: provider(settings(kind)))
    }

    func work(
        _ kind: ProviderKind,
        _ action: ProviderOrder.Action,
        task: String = "task-1"
    ) throws -> Work {
        Work(try adapter(kind), action, task: task, clock: clock)
    }

    /// What the place holds under any name: (id, versions).
    func held(_ kind: ProviderKind) throws -> [(id: String, versions: Int)] {
        guard kind == .folder else {
            return simulator.state[kind.simulated].map { ($0.id, $0.versions.count) }
        }
        let folder = home + "/.claude/skills"
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder).map { (folder + "/" + $0, 1) }
    }
}

extension ProviderKind {
    var simulated: SimulatedVendor {
        switch self {
        case .openai: .openai
        case .claude: .claude
        case .gemini: .google
        case .http, .folder: .http
        }
    }

    /// Those that are talked to over HTTP.
    static let remote: [ProviderKind] = [.openai, .claude, .gemini, .http]
    /// Those that need a look before something is sent again.
    static let vendors: [ProviderKind] = [.openai, .claude, .gemini]
}

/// One order and its tries, as a worker would make them.
struct Work {
    let adapter: any ProviderAdapter
    let task: TaskID
    /// What stands there may change between tries.
    var action: ProviderOrder.Action
    let journal = MemoryJournal()
    let clock: ManualClock

    init(
        _ adapter: any ProviderAdapter,
        _ action: ProviderOrder.Action,
        task: String = "task-1",
        clock: ManualClock
    ) {
        self.adapter = adapter
        self.clock = clock
        self.action = action
        self.task = TaskID(rawValue: task)
    }

    /// One try, going on from the last step.
    func attempt(
        mayWrite: Bool = true,
        timeLimit: Duration = .seconds(120)
    ) async throws(ProviderFailure) -> ProviderOutcome {
        let order = ProviderOrder(
            task: task,
            action: action,
            step: journal.last,
            mayWrite: mayWrite,
            timeLimit: timeLimit
        )
        return try await adapter.perform(order, journal: journal)
    }

    /// Tries until it is done, waiting as long as the adapter wants by the test's clock.
    func finish(mayWrite: Bool = true) async throws -> RemoteReference? {
        for _ in 0..<20 {
            switch try await attempt(mayWrite: mayWrite) {
            case .done(let remote): return remote
            case .waiting(let delay): clock.advance(by: delay)
            }
        }
        throw ProviderFailure(.timeout, "It never ended.")
    }

    /// Tries until it is done, and wants something to be there then.
    func installed() async throws -> RemoteReference {
        try #require(try await finish())
    }

    /// The failure one try ends with.
    func failure(mayWrite: Bool = true, timeLimit: Duration = .seconds(120)) async throws -> ProviderFailure {
        do {
            let outcome = try await attempt(mayWrite: mayWrite, timeLimit: timeLimit)
            Issue.record("It ended with \(outcome) instead of a failure.")
            return ProviderFailure(.internal, "It did not fail.")
        } catch {
            return error
        }
    }
}
