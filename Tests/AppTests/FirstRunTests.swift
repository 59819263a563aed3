import App
import AsyncHTTPClient
import Client
import Contract
import Foundation
import NIOCore
import NIOHTTP1
import PostgresFixture
import Testing

/// What somebody sees who starts the program for the first time.
@Suite(.serialized) struct FirstRunTests {
    /// OP-01: one command, no network beyond this machine, no account: the examples stand everywhere.
    @Test(.timeLimit(.minutes(5)))
    func theExamplesAreInstalledEverywhereFromOneCommand() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "skillyard-first-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let port = try freeLoopbackPort()
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

    /// SEC-12: a first start makes one token, which is new each time, and neither an account nor a password.
    @Test(.timeLimit(.minutes(15)))
    func aFirstStartLeavesNoAccountAndNoPassword() async throws {
        var tokens: [String] = []
        for _ in 0..<2 {
            try await inFolder { folder in
                let port = try freeLoopbackPort()
                let data = folder.appending(path: "data").path
                let database = try await ProgramDatabase.make(for: data)
                let server = ChildProgram(
                    ["serve", "--port", "\(port)", "--data", data],
                    environment: database.environment,
                    log: folder.appending(path: "log")
                )
                try server.start()
                defer { server.kill() }
                try await answering(port)
                let url = "http://127.0.0.1:\(port)"
                let token = try #require(TokenFile(dataFolder: data).read())
                let plane = HTTPControlPlane(baseURL: url, token: token, httpClient: .shared, source: .api)
                #expect(try await plane.accounts().items.isEmpty)
                #expect(try await plane.tokens().items.map(\.name) == ["first-run"])
                for (name, password) in [
                    ("admin", "admin"), ("admin", "password"), ("skillyard", "skillyard"), ("root", "root"),
                ] {
                    #expect(try await signIn(name, password, at: url) == 401, "\(name)")
                }
                for other in tokens + [token + "x"] {
                    let guess = HTTPControlPlane(
                        baseURL: url,
                        token: other,
                        httpClient: .shared,
                        source: .api
                    )
                    await #expect(throws: Problem.self) { try await guess.caller() }
                }
                tokens.append(token)
                #expect(server.stop() == 0)
                try await database.remove()
            }
        }
        #expect(Set(tokens).count == 2)
    }

    private func signIn(_ name: String, _ password: String, at url: String) async throws -> UInt {
        var request = HTTPClientRequest(url: url + "/api/sessions")
        request.method = .POST
        request.headers = ["content-type": "application/json"]
        request.body = .bytes(ByteBuffer(string: #"{"name":"\#(name)","password":"\#(password)"}"#))
        // A password is hashed at length, and longer under a sanitizer.
        return try await HTTPClient.shared.execute(request, timeout: .seconds(180)).status.code
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
