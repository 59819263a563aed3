import AsyncHTTPClient
import Client
import Contract
import Fixtures
import Foundation
import Testing

/// `skillyard chat` as somebody types at it, against a server.
@Suite(.serialized) struct CLIChatTerminalTests {
    private static let token = "sky_chat-terminal-token-of-a-test"

    @Test("lines are completed, confirmed and followed at a terminal (CH-07)", .timeLimit(.minutes(3)))
    func aWholeTalk() async throws {
        try await withServer { url, folder in
            let environment = ["SKILLYARD_URL": url, "SKILLYARD_TOKEN": Self.token, "HOME": folder.path]
            let terminal = try Terminal(["chat"], environment: environment)
            defer { terminal.kill() }
            try await terminal.expect("skillyard> ")
            try terminal.type("/install de\ton lab-\t")
            try await terminal.expect("lab-a  lab-b")
            try terminal.type("a\r")
            try await terminal.expect("Carry it out? [y/N] ")
            try terminal.type("y\r")
            try await terminal.expect("install success: 1 of 1 done")
            try await terminal.expect("skillyard> ")
            // Backspace takes back a letter of Hangul.
            try terminal.type("알림아\u{7F}\r")
            try await terminal.expect("skillyard> ")
            // Twice up: the line before the last one.
            try terminal.type("\u{1B}[A\u{1B}[A\r")
            try await terminal.expect("Carry it out? [y/N] ")
            try terminal.type("n\r")
            try await terminal.expect("skillyard> ")
            try terminal.type("\u{4}")
            #expect(try await terminal.ended() == 0)
            let control = control(url)
            #expect(try await control.runs(RunQuery()).items.map(\.source) == [.chat])
            let threads = try await control.chatThreads(PageRequest()).items
            let thread = try await control.chatThread(try #require(threads.first).id)
            #expect(thread.turns.map(\.text) == ["/install demo on lab-a", "알림", "/install demo on lab-a"])
            #expect(thread.turns.map(\.outcome) == [.done, .answered, .dismissed])
        }
    }

    private func control(_ url: String) -> HTTPControlPlane {
        HTTPControlPlane(baseURL: url, token: Self.token, httpClient: .shared, source: .api)
    }

    /// A server with one skill and two folders to install it in.
    private func withServer(_ body: (String, URL) async throws -> Void) async throws {
        try await inFolder { folder in
            let port = try freePort()
            let data = folder.appending(path: "data").path
            let database = try await ProgramDatabase.make(for: data)
            let server = ChildProgram(
                ["serve", "--port", "\(port)", "--data", data],
                environment: ["SKILLYARD_BOOTSTRAP_TOKEN": Self.token, "HOME": folder.path]
                    .merging(database.environment) { $1 },
                log: folder.appending(path: "server.log")
            )
            try server.start()
            let url = "http://127.0.0.1:\(port)"
            let outcome: Result<Void, any Error>
            do {
                try await until { await isReady(url) }
                try await register(control(url), in: folder)
                outcome = .success(try await body(url, folder))
            } catch {
                outcome = .failure(error)
            }
            server.kill()
            try await database.remove()
            try outcome.get()
        }
    }

    private func register(_ control: HTTPControlPlane, in folder: URL) async throws {
        let manifest = "---\nname: demo\ndescription: Does something useful.\n---\nRead this.\n"
        _ = try await control.registerSkill(SkillUpload(content: .text(manifest)))
        for name in ["lab-a", "lab-b"] {
            let settings = ProviderSettings(
                kind: .folder,
                displayName: name,
                options: ["client": "generic", "root": folder.appending(path: name).path]
            )
            _ = try await control.putProvider(ProviderID(rawValue: name), settings, if: .absent)
        }
    }
}
