import Foundation
import Testing

/// What clients without a token can do to a running server.
@Suite(.serialized) struct RudeClientTests {
    private static let halfALine = "GET /healthz HT"

    @Test(.timeLimit(.minutes(2)))
    func halfRequestsKeepNobodyOutForLong() async throws {
        try await serving(descriptors: 128) { server, port in
            let rude = try (0..<200).map { _ in try RawConnection(port: port, sending: Self.halfALine) }
            try await ready(port)
            #expect(server.stop() == 0)
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
        let port = try freePort()
        let server = ChildProgram(
            ["serve", "--port", "\(port)", "--data", folder.appending(path: "data").path],
            descriptors: descriptors,
            log: folder.appending(path: "log")
        )
        try server.start()
        defer { server.kill() }
        try await ready(port)
        try await body(server, port)
    }

    private func ready(_ port: Int) async throws {
        while await !isReady("http://127.0.0.1:\(port)") {
            try await Task.sleep(for: .milliseconds(20))  // a process has no signal for strangers
        }
    }
}
