import AsyncHTTPClient
import Contract
import Foundation
import NIOCore
import NIOHTTP1
import PostgresFixture
import Testing

/// What a node does while PostgreSQL cannot be reached.
@Suite(.serialized) struct DatabaseOutageTests {
    private static let token = "outage-test-token-0123456789"

    /// OP-02: red within fifteen seconds, refusals at once, and well again without a restart.
    @Test(.timeLimit(.minutes(5)))
    func aStoppedDatabaseIsSaidAndOutlived() async throws {
        try await serving { arena in
            try await arena.cluster.stopServer(.immediate)
            try await arena.expectRed()
            try await arena.expectRefusals(within: .seconds(5))
            try await arena.cluster.startServer()
            try await arena.expectGreen()
        }
    }

    /// The same when nothing says that the database is gone.
    @Test(.timeLimit(.minutes(5)))
    func aCutNetworkIsSaidAndOutlived() async throws {
        try await serving { arena in
            try await arena.link.cut()
            try await arena.expectRed()
            try await arena.expectRefusals(within: .seconds(20))
            try await arena.link.heal()
            try await arena.expectGreen()
        }
    }

    /// Whoever starts it learns at once what is wrong, and nothing of the password.
    @Test(.timeLimit(.minutes(5)), arguments: ["serve", "worker", "migrate"])
    func startingWithoutTheDatabaseEndsWithStatusOne(command: String) async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = folder.appending(path: "log")
        let program = ChildProgram(
            [command, "--data", folder.appending(path: "data").path],
            environment: [
                "SKILLYARD_DATABASE_URL":
                    "postgres://ann:secret-4711@127.0.0.1:\(try freeLoopbackPort())/skillyard"
            ],
            log: log
        )
        let begun = ContinuousClock.now
        try program.start()
        #expect(program.wait() == 1)
        #expect(ContinuousClock.now - begun < .seconds(15))
        let said = try String(contentsOf: log, encoding: .utf8)
        #expect(said.contains("PostgreSQL cannot be reached"), "\(said)")
        #expect(!said.contains("secret-4711"))
    }

    /// Runs `body` with a server on a PostgreSQL of its own, behind a link that can be cut.
    private func serving(_ body: (Outage) async throws -> Void) async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let cluster = try await PostgresCluster.start()
        let database = try await cluster.createDatabase(migrated: false)
        let link = try await NetworkLink.open(to: cluster.port)
        let port = try freeLoopbackPort()
        let node = ClusterNode(
            "node",
            .server(port: port),
            in: folder,
            database: database.url(throughPort: link.port),
            token: Self.token,
            link: link
        )
        try node.program.start()
        defer { node.program.kill() }
        let outage = Outage(url: "http://127.0.0.1:\(port)", token: Self.token, cluster: cluster, link: link)
        try await outage.expectGreen()
        try await body(outage)
        #expect(node.program.isRunning)
        try await link.close()
        try await cluster.remove()
    }

    private func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "skillyard-outage-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}

/// A server, the database behind it and what may be expected of the one without the other.
private struct Outage {
    let url: String
    let token: String
    let cluster: PostgresCluster
    let link: NetworkLink

    func expectRed() async throws {
        let took = try await until { try await status(of: "/readyz") == .serviceUnavailable }
        print("red after \(took)")
        #expect(took < .seconds(15))
    }

    func expectGreen() async throws {
        let took = try await until { (try? await status(of: "/readyz")) == .ok }
        print("green after \(took)")
        #expect(took < .seconds(15))
    }

    func expectRefusals(within limit: Duration) async throws {
        let body = #"{"skills":[{"name":"a"}],"providers":["b"]}"#
        for (method, path) in [
            (HTTPMethod.GET, "/api/skills"), (.GET, "/api/events"), (.POST, "/api/install-runs"),
        ] {
            let begun = ContinuousClock.now
            let response = try await send(method, path, body: method == .POST ? body : nil)
            let took = ContinuousClock.now - begun
            let answer = try await response.body.collect(upTo: 1 << 20)
            #expect(response.status == .serviceUnavailable)
            #expect(response.headers.first(name: "content-type") == "application/problem+json")
            #expect(try JSON.decode(Problem.self, from: answer.readableBytesView).code == .unavailable)
            #expect(took < limit, "\(method) \(path)")
            print("\(method) \(path) was refused after \(took)")
        }
        #expect(try await status(of: "/healthz") == .ok)
    }

    private func until(_ isMet: () async throws -> Bool) async throws -> Duration {
        let begun = ContinuousClock.now
        while try await !isMet(), ContinuousClock.now - begun < .seconds(40) {
            try await Task.sleep(for: .milliseconds(50))  // another process cannot signal this one
        }
        return ContinuousClock.now - begun
    }

    private func status(of path: String) async throws -> HTTPResponseStatus {
        try await send(.GET, path).status
    }

    private func send(
        _ method: HTTPMethod,
        _ path: String,
        body: String? = nil
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        request.headers = ["authorization": "Bearer \(token)", "content-type": "application/json"]
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        return try await HTTPClient.shared.execute(request, timeout: .seconds(40))
    }
}
