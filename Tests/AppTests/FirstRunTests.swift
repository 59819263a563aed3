import Contract
import Foundation
import Testing

/// What somebody sees who starts the program for the first time.
@Suite(.serialized) struct FirstRunTests {
    /// OP-01: one command, no network beyond this machine, no account: the examples stand everywhere.
    @Test(.timeLimit(.minutes(3)))
    func theExamplesAreInstalledEverywhereFromOneCommand() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "skillyard-first-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let port = try freePort()
        let data = folder.appending(path: "data").path
        let database = try await ProgramDatabase.make(for: data)
        let server = ChildProgram(
            ["serve", "--simulators", "--local-folders", "demo", "--port", "\(port)", "--data", data],
            environment: database.environment,
            log: folder.appending(path: "log")
        )
        try server.start()
        defer { server.kill() }
        try await answering(port)
        let place = ["--url", "http://127.0.0.1:\(port)", "--data", data]
        #expect(try run(["skill", "add", "--recursive", Self.examples] + place, in: folder) == 0)
        let names = ["release-notes", "unit-table", "meeting-minutes-ko"]
        #expect(try run(["install"] + names + ["--on", "all", "--wait"] + place, in: folder) == 0)
        for client in [".claude", ".agents", ".gemini", ".cursor", ".copilot"] {
            for name in names {
                let file = "\(data)/home/\(client)/skills/\(name)/SKILL.md"
                #expect(
                    FileManager.default.contentsEqual(
                        atPath: file,
                        andPath: "\(Self.examples)/\(name)/SKILL.md"
                    )
                )
            }
        }
        #expect(
            try run(["run", "rollback", "latest", "--reason", "a test", "--wait"] + place, in: folder) == 0
        )
        #expect(try run(["audit", "verify"] + place, in: folder) == 0)
        #expect(server.stop() == 0)
        let log = try String(contentsOf: folder.appending(path: "log"), encoding: .utf8)
        #expect(log.contains("shown this once"))
        #expect(log.contains("Sandbox: claude, gemini, openai; what is sent there stays in this program."))
        try await database.remove()
    }

    private static let examples = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../examples/skills").standardized.path

    private func answering(_ port: Int) async throws {
        while await !isReady("http://127.0.0.1:\(port)") {
            try await Task.sleep(for: .milliseconds(20))  // a process that starts has no signal for strangers
        }
    }

    private func run(_ arguments: [String], in folder: URL) throws -> Int32 {
        let command = ChildProgram(arguments, log: folder.appending(path: "commands.log"))
        try command.start()
        return command.wait()
    }
}
