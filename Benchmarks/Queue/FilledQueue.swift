import Contract
import Engine
import Store

/// A queue of tasks, none of which waits for another one.
struct FilledQueue {
    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    private static let provider = ProviderID(rawValue: "instant")
    private static let pause = Duration.milliseconds(5)

    private let engine: Engine
    private let concurrency: Int
    private let session: EngineSession

    init(engine: Engine, concurrency: Int) {
        self.engine = engine
        self.concurrency = concurrency
        session = engine.session(for: Caller(name: "benchmark", role: .admin, requestID: "benchmark"))
    }

    /// Creates the provider and registers a skill for every task of a filling.
    func prepare(runs: Int, tasksPerRun: Int) async throws {
        let settings = ProviderSettings(
            kind: .http,
            displayName: "Instant",
            baseURL: "http://localhost",
            concurrency: concurrency
        )
        _ = try await session.putProvider(Self.provider, settings, if: .absent)
        try await inParallel(runs) { run in
            for name in names(run, tasksPerRun) {
                let text = "---\nname: \(name)\ndescription: Does nothing at all.\n---\nDo nothing.\n"
                _ = try await session.registerSkill(SkillUpload(content: .text(text)))
            }
        }
    }

    /// Asks for the runs.
    func fill(_ kind: RunKind, runs: Int, tasksPerRun: Int) async throws {
        try await inParallel(runs) { run in
            let skills = names(run, tasksPerRun).map { RunRequest.Selection(name: $0) }
            let request = RunRequest(kind: kind, skills: skills, providers: [Self.provider])
            _ = try await session.startRun(request, idempotencyKey: nil, source: .api)
        }
        // As PostgreSQL does by itself after a while.
        try await engine.database.write { try $0.runScript("ANALYZE") }
    }

    private func names(_ run: Int, _ count: Int) -> [String] {
        (0..<count).map { "instant-\(run)-\($0)" }
    }

    private func inParallel(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async throws
    {
        let lanes = 4
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    for number in stride(from: lane, to: count, by: lanes) { try await body(number) }
                }
            }
            try await group.waitForAll()
        }
    }

    static func waitUntilEmpty(_ database: any Database) async throws {
        while try await isOpen(database) { try await Task.sleep(for: pause) }
    }

    private static func isOpen(_ database: any Database) async throws -> Bool {
        try await database.read { connection in
            try !connection.run("SELECT 1 AS one FROM install_runs WHERE finished_at IS NULL LIMIT 1").isEmpty
        }
    }

    /// Makes sure that every task was carried out: a skipped or failed one costs less.
    func requireSuccess(of expected: Int, _ kind: RunKind) async throws {
        let found = try await engine.database.read { connection in
            try connection.run(
                "SELECT count(*) AS n FROM install_tasks WHERE status = 'success' AND kind = \(kind)"
            ).first?.int(
                "n"
            )
        }
        guard found == expected else {
            throw Unexpected(description: "\(found ?? 0) of \(expected) succeeded")
        }
    }
}
