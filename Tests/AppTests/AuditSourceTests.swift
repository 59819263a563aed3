import AsyncHTTPClient
import Client
import Contract
import Foundation
import PostgresFixture
import Simulators
import Testing

/// Every command that changes something is audited as the command line's.
@Suite(.serialized) struct AuditSourceTests {
    private static let token = "sky_audit-source-token-of-a-test"
    private static let commands: Set = [
        "skill.register", "skill.yank", "provider.put", "run.start", "run.retry", "run.rollback",
        "run.cancel", "run.approve", "run.refuse", "token.create", "token.revoke",
    ]

    @Test(.timeLimit(.minutes(5)))
    func everyChangeThroughACommandSaysSo() async throws {
        try await inFolder { folder in
            let simulator = try await Simulator.start()
            let outcome: Result<[AuditEntryView], any Error>
            do {
                outcome = .success(try await history(simulator, folder))
            } catch {
                outcome = .failure(error)
            }
            await simulator.stop()
            let entries = try outcome.get().filter { !["worker", "start", "system"].contains($0.source) }
            let others = entries.filter { $0.source != "cli" }
            #expect(others.isEmpty, "\(others.map { "\($0.action) through \($0.source)" })")
            #expect(Set(entries.map(\.action)).isSuperset(of: Self.commands))
            #expect(entries.contains { $0.outcome == "denied" })
        }
    }

    /// Goes through every changing command, and reads what the audit log says afterwards.
    private func history(_ simulator: RunningSimulator, _ folder: URL) async throws -> [AuditEntryView] {
        let port = try freeLoopbackPort()
        let url = "http://127.0.0.1:\(port)"
        let server = ChildProgram(
            ["serve", "--port", "\(port)", "--data", folder.appending(path: "data").path],
            environment: ["SKILLYARD_BOOTSTRAP_TOKEN": Self.token],
            log: folder.appending(path: "server.log")
        )
        try server.start()
        defer { server.kill() }
        try await until { await isReady(url) }
        let plane = HTTPControlPlane(baseURL: url, token: Self.token, httpClient: .shared, source: .api)

        func command(_ arguments: String..., token: String = Self.token, ends status: Int32 = 0) async throws
        {
            let program = ChildProgram(
                arguments,
                environment: ["SKILLYARD_URL": url, "SKILLYARD_TOKEN": token],
                log: folder.appending(path: UUID().uuidString)
            )
            try program.start()
            let ended = await program.ended(within: .seconds(30))
            let said = try program.said
            #expect(ended == status, "\(arguments): \(said)")
        }

        try await command("skill", "add", Self.example)
        try await command(
            "providers",
            "set",
            "openai",
            "--kind",
            "openai",
            "--sandbox",
            "--base-url",
            simulator.baseURL(for: .openai),
            "--credential",
            "env:SKILLYARD_SANDBOX_KEY"
        )
        simulator.load(FaultScript(rules: [FaultRule(effect: .status(401))]))
        try await command("install", "release-notes", "--on", "openai", "--wait", ends: 4)
        simulator.load(FaultScript())
        try await command("run", "retry", "latest", "--wait")
        try await command("run", "rollback", "latest", "--reason", "a test", "--wait")
        simulator.load(FaultScript(rules: [FaultRule(effect: .hang(commit: false))]))
        try await command("install", "release-notes", "--on", "openai")
        try await command("run", "cancel", "latest")
        simulator.load(FaultScript())
        try await command("providers", "set", "openai", "--approval", "always")
        try await command("install", "release-notes", "--on", "openai")
        try await command("run", "refuse", "latest", "--comment", "a test")
        try await command("run", "retry", "latest")
        try await command("run", "approve", "latest", "--comment", "a test")
        try await command("skill", "yank", "release-notes@1", "--reason", "a test")
        let viewer = try await plane.createToken(TokenRequest(name: "a viewer", role: .viewer))
        try await command("skill", "add", Self.example, token: viewer.secret, ends: 5)
        try await command("token", "create", "another")
        try await command("token", "revoke", viewer.token.id.rawValue)
        // What was made here rather than by a command.
        let made = "token:\(viewer.token.id)"
        return try await plane.audit(AuditQuery(page: PageRequest(limit: 200))).items.filter {
            !($0.action == "token.create" && $0.subject == made)
        }
    }

    private static let example = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../examples/skills/release-notes").standardized.path
}
