import Foundation
import PostgresFixture
import Store
import Testing

/// What followers of one server have to do with each other: nothing.
@Suite(.serialized) struct SlowFollowerTests {
    private static let token = "sky_slow-follower-token-of-a-test"
    private static let followers = 40
    /// More bytes than the system keeps for a connection (tcp(7), `tcp_wmem`).
    private static let clog = (events: 4000, size: 1500)
    /// More than a follower may be behind.
    private static let flood = 11_000

    @Test(.timeLimit(.minutes(5)))
    func oneThatStopsReadingIsToldToResyncAndTheOthersGetEverythingOnceAndInOrder() async throws {
        try await serving { server in
            let stuck = try StreamReader(port: server.port, token: Self.token, receiveBuffer: 4096)
            stuck.awaitBeginning()
            let witness = try server.follow(Self.token)
            try await server.add(Self.clog.events, size: Self.clog.size)
            try await until { witness.notes.positions.count == Self.clog.events }

            let others = try (0..<Self.followers).map { _ in try server.follow(Self.token) }
            for part in 1...11 {
                try await server.add(Self.flood / 11)
                let newest = Self.clog.events + part * Self.flood / 11
                try await until { witness.notes.positions.count == newest }
            }
            let all = Int64(Self.clog.events + Self.flood)
            try await until { others.allSatisfy { $0.notes.positions.last == all } }
            for follower in others {
                #expect(follower.notes.positions == Array(Int64(Self.clog.events) + 1...all))
                #expect(follower.notes.resyncs.isEmpty)
            }
            #expect(witness.notes.positions == Array(1...all))

            // Nothing was kept for it but what had been on its way.
            stuck.start()
            try await until { !stuck.notes.resyncs.isEmpty || stuck.notes.hasEnded }
            #expect(stuck.notes.resyncs == [all])
            let got = stuck.notes.positions.dropLast()
            #expect(Array(got) == Array(1..<Int64(got.count) + 1))
            #expect(got.count < Self.clog.events)
            // From there it is a follower like any other.
            try await server.add(1)
            try await until { stuck.notes.positions.last == all + 1 }
            for reader in others + [stuck, witness] { reader.stop() }
        }
    }

    private func serving(_ body: (FollowedServer) async throws -> Void) async throws {
        try await inFolder { folder in
            let port = try freeLoopbackPort()
            let data = folder.appending(path: "data").path
            let database = try await ProgramDatabase.make(for: data)
            let program = ChildProgram(
                ["serve", "--role", "api", "--port", "\(port)", "--data", data],
                environment: ["SKILLYARD_BOOTSTRAP_TOKEN": Self.token].merging(database.environment) { $1 },
                log: folder.appending(path: "log")
            )
            try program.start()
            defer { program.kill() }
            try await until { await isReady("http://127.0.0.1:\(port)") }
            try await body(FollowedServer(port: port, database: database))
            program.kill()
            try await database.remove()
        }
    }
}

private struct FollowedServer {
    let port: Int
    let database: ProgramDatabase

    /// A follower whose stream has begun and who reads on.
    func follow(_ token: String) throws -> StreamReader {
        let reader = try StreamReader(port: port, token: token)
        reader.awaitBeginning()
        reader.start()
        return reader
    }

    /// Adds so many events at once, each about as long as told, in bytes.
    func add(_ count: Int, size: Int = 10) async throws {
        let text = String(repeating: "x", count: size)
        try await database.change(
            """
            INSERT INTO events (kind, at, skill)
            WITH RECURSIVE numbers (number) AS
                (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < \(count))
            SELECT 'skill.registered', 0, \(text) FROM numbers
            """
        )
    }
}
