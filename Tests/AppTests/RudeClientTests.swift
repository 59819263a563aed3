import Foundation
import PostgresFixture
import Testing

/// What clients without a token can do to a running server.
@Suite(.serialized) struct RudeClientTests {
    private static let halfALine = "GET /healthz HT"
    private static let token = "sky_rude-client-token-of-a-test"
    /// Signed in, as anybody else gets a refusal without having to end the request.
    private static let halfABody = """
        POST /api/skills HTTP/1.1\r
        Host: a\r
        Authorization: Bearer \(token)\r
        Content-Type: application/zip\r
        Content-Length: 1000\r
        \r
        half
        """

    @Test(.timeLimit(.minutes(5)))
    func halfRequestsKeepNobodyOutForLong() async throws {
        try await serving(descriptors: 128) { server, port in
            let rude = try (0..<200).map { _ in try RawConnection(port: port, sending: Self.halfALine) }
            let start = ContinuousClock.now
            try await ready(port)
            // They give way a few at a time, and not only when their idle time of ten seconds is over.
            #expect(start.duration(to: .now) < .seconds(9))
            #expect(server.stop() == 0)
            withExtendedLifetime(rude) {}
        }
    }

    /// A stop waits for work, not for somebody who never ends a request.
    @Test(.timeLimit(.minutes(5)), arguments: [halfALine, halfABody])
    func halfARequestDelaysAStopOnlyALittle(half: String) async throws {
        try await serving { server, port in
            let rude = try RawConnection(port: port, sending: half)
            try await ready(port)
            let start = ContinuousClock.now
            #expect(server.stop() == 0)
            let took = start.duration(to: .now)
            print("stopped after \(took)")
            #expect(took < .seconds(5))
            withExtendedLifetime(rude) {}
        }
    }

    private func serving(
        descriptors: Int? = nil,
        _ body: (ChildProgram, Int) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "skillyard-rude-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let port = try freeLoopbackPort()
        let data = folder.appending(path: "data").path
        let database = try await ProgramDatabase.make(for: data)
        let server = ChildProgram(
            ["serve", "--port", "\(port)", "--data", data],
            environment: ["SKILLYARD_BOOTSTRAP_TOKEN": Self.token].merging(database.environment) { $1 },
            descriptors: descriptors,
            log: folder.appending(path: "log")
        )
        try server.start()
        defer { server.kill() }
        try await ready(port)
        try await body(server, port)
        server.kill()
        try await database.remove()
    }

    private func ready(_ port: Int) async throws {
        while await !isReady("http://127.0.0.1:\(port)") {
            try await Task.sleep(for: .milliseconds(20))  // a process has no signal for strangers
        }
    }
}
