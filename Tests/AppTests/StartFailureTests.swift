import AsyncHTTPClient
import Contract
import Foundation
import Testing

/// What somebody sees when the server cannot start, and that the next start is none the worse for it.
@Suite(.serialized) struct StartFailureTests {
    @Test(.timeLimit(.minutes(3)))
    func aFirstTokenThatCannotBeWrittenIsMadeByTheNextStart() async throws {
        try await withFolder { folder in
            let data = folder.appending(path: "data")
            // A folder with something in it cannot be replaced by the file.
            let obstacle = data.appending(path: "token")
            try FileManager.default.createDirectory(
                at: obstacle.appending(path: "x"),
                withIntermediateDirectories: true
            )
            let (status, log) = try serve(in: folder, data: data)
            #expect(status == 1)
            #expect(log.contains("The first token cannot be written"))
            try FileManager.default.removeItem(at: obstacle)
            try await serving(in: folder, data: data)
            #expect(FileManager.default.fileExists(atPath: obstacle.path))
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func theDataFolderIsMadeForItsOwnerAloneWhereverTheDatabaseLies() async throws {
        try await withFolder { folder in
            let data = folder.appending(path: "new/data")
            let database = "sqlite:" + folder.appending(path: "elsewhere/db.sqlite").path
            try await serving(in: folder, data: data, ["--database-url", database])
            let attributes = try FileManager.default.attributesOfItem(atPath: data.path)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
            #expect(FileManager.default.fileExists(atPath: data.appending(path: "token").path))
        }
    }

    /// Starts a server, waits until it answers and stops it.
    private func serving(in folder: URL, data: URL, _ more: [String] = []) async throws {
        let port = try freePort()
        let server = ChildProgram(
            ["serve", "--port", "\(port)", "--data", data.path] + more,
            log: folder.appending(path: "log")
        )
        try server.start()
        defer { server.kill() }
        while await !isReady("http://127.0.0.1:\(port)") {
            try #require(server.isRunning)
            try await Task.sleep(for: .milliseconds(20))  // a process that starts has no signal for strangers
        }
        #expect(server.stop() == 0)
    }

    /// Runs a server that ends by itself.
    private func serve(in folder: URL, data: URL, _ more: [String] = []) throws -> (Int32, String) {
        let log = folder.appending(path: "refused-" + UUID().uuidString)
        let server = ChildProgram(["serve", "--port", "0", "--data", data.path] + more, log: log)
        try server.start()
        let status = server.wait()
        return (status, try String(contentsOf: log, encoding: .utf8))
    }

    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "skillyard-start-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }
}
