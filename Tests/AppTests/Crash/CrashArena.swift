import App
import AsyncHTTPClient
import Client
import Contract
import Foundation
import PostgresFixture
import Simulators
import Store

/// A server as a process of its own over simulators in this one, with everything around it that a crash test
/// needs.
final class CrashArena: Sendable {
    static let providers = ["openai", "claude", "gemini", "registry", "folder"].map(
        ProviderID.init(rawValue:)
    )

    let simulator: RunningSimulator
    let server: ChildProgram
    let control: HTTPControlPlane
    let folder: URL
    let database: ProgramDatabase
    let url: String

    private init(
        simulator: RunningSimulator,
        folder: URL,
        port: Int,
        database: ProgramDatabase,
        largestFile: Int?
    ) {
        self.simulator = simulator
        self.folder = folder
        self.database = database
        url = "http://127.0.0.1:\(port)"
        let token = "crash-test-token-0123456789"
        server = ChildProgram(
            [
                "serve", "--port", "\(port)", "--data", folder.appending(path: "data").path, "--log-level",
                "notice",
            ],
            environment: ["SKILLYARD_BOOTSTRAP_TOKEN": token, "HOME": folder.path].merging(
                database.environment
            ) { $1 },
            largestFile: largestFile,
            log: folder.appending(path: "server.log")
        )
        control = HTTPControlPlane(baseURL: url, token: token, httpClient: .shared, source: .api)
    }

    /// Starts simulators and the server, and registers skills and one provider of every kind.
    ///
    /// - Parameters:
    ///   - skills: How many.
    ///   - largestFile: How many bytes a file of the server may have; nil for no limit.
    /// - Returns: What was started.
    /// - Throws: ``CrashArenaError``
    static func start(skills: Int, largestFile: Int? = nil) async throws -> CrashArena {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "skillyard-crash-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let arena = CrashArena(
            simulator: try await Simulator.start(),
            folder: folder,
            port: try freeLoopbackPort(),
            database: try await .make(for: folder.appending(path: "data").path),
            largestFile: largestFile
        )
        try arena.server.start()
        try await arena.untilReady()
        for (id, settings) in arena.settings {
            _ = try await arena.control.putProvider(id, settings, if: .absent)
        }
        for number in 0..<skills { try await arena.register(skill: number, version: 1) }
        return arena
    }

    private var settings: [(ProviderID, ProviderSettings)] {
        let kinds: [ProviderKind] = [.openai, .claude, .gemini, .http, .folder]
        return zip(Self.providers, kinds).map { id, kind in
            (id, .sandbox(kind, at: simulator, folder: folder.path))
        }
    }

    func register(skill: Int, version: Int) async throws {
        _ = try await control.registerSkill(Self.upload(skill: skill, version: version))
    }

    static func upload(skill: Int, version: Int) -> SkillUpload {
        let text = """
            ---
            name: \(name(skill))
            description: Number \(skill), for trying what a crash leaves behind.
            ---
            # Version \(version)
            """
        return SkillUpload(content: .text(text))
    }

    static func name(_ skill: Int) -> String { "crash-\(skill)" }

    /// Waits until the server takes requests again.
    func untilReady() async throws {
        for _ in 0..<2000 {
            if await isReady(url) { return }
            guard server.isRunning else { throw CrashArenaError.ended(log) }
            try await Task.sleep(for: .milliseconds(20))  // a process that starts has no signal for strangers
        }
        throw CrashArenaError.notReady(log)
    }

    /// Waits until tasks are being carried out.
    func untilTasksRun() async throws {
        while try await rows("SELECT 1 AS running FROM install_tasks WHERE status = 'running' LIMIT 1")
            .isEmpty
        {
            try await Task.sleep(for: .milliseconds(5))  // the other process cannot signal this one
        }
    }

    var log: String { (try? String(contentsOf: folder.appending(path: "server.log"), encoding: .utf8)) ?? "" }

    /// The database, read beside the server as a person might.
    func rows(_ query: Query) async throws -> [Row] { try await database.rows(query) }

    /// What must hold once everything has ended.
    var verdict: CrashVerdict {
        CrashVerdict(
            control: control,
            rows: rows,
            vendors: [
                .init("openai", .openai, simulator), .init("claude", .claude, simulator),
                .init("gemini", .google, simulator),
            ],
            registries: [simulator],
            folders: [("folder", folder)]
        )
    }

    func stop() async throws {
        server.stop()
        await simulator.stop()
        try await database.remove()
        try? FileManager.default.removeItem(at: folder)
    }
}

extension ProviderSettings {
    /// A provider over a simulator, or one below a folder.
    static func sandbox(_ kind: ProviderKind, at simulator: RunningSimulator, folder: String) -> Self {
        var options: [String: String] = [:]
        if kind == .gemini { options = ["project": "p", "location": "us-central1"] }
        if kind == .folder { options = ["client": "generic", "root": folder] }
        return ProviderSettings(
            kind: kind,
            displayName: kind.rawValue,
            baseURL: kind == .folder ? nil : simulator.baseURL(for: kind),
            credential: kind == .folder ? nil : "env:SKILLYARD_SANDBOX_KEY",
            options: options,
            maxAttempts: 10,
            sandbox: true
        )
    }
}

enum CrashArenaError: Error {
    case ended(String)
    case notReady(String)
}
