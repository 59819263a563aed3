import AsyncHTTPClient
import Dispatch
import Foundation
import NIOCore
import NIOHTTP1
import PostgresFixture
import Store
import StorePostgres
import Testing

@testable import App

/// What `/metrics` says of the connections to PostgreSQL; docs/operations.md names it.
@Suite struct DatabaseMetricsTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/operations.md").standardizedFileURL
    private static let names = [
        "skillyard_database_connections{state=\"idle\"}",
        "skillyard_database_connections{state=\"in_use\"}",
        "skillyard_database_connections{state=\"opening\"}",
        "skillyard_database_connections_limit",
        "skillyard_database_waiting",
        "skillyard_database_waits_total",
        "skillyard_database_wait_seconds_total",
        "skillyard_database_transactions_total",
        "skillyard_database_round_trips_total",
        "skillyard_database_retries_total",
        "skillyard_database_reconnects_total",
    ]

    @Test(.timeLimit(.minutes(5)))
    func whoHoldsAndWhoWaitsForAConnectionIsTold() async throws {
        let place = try await PostgresCluster.shared.createDatabase(migrated: false)
        let database = try PostgresDatabase(url: place.url(), connections: 1)
        try await database.ping()
        let registry = PrometheusRegistry()
        let metrics = try #require(DatabaseMetrics(database, in: registry))
        let gate = DispatchSemaphore(value: 0)
        var tasks: [Task<Void, any Error>] = []
        for number in 1...3 {
            // The first holds the only connection until the gate opens.
            tasks.append(Task { try await database.read { _ in gate.wait() } })
            while database.counts.inUse + database.counts.waiting < number { await Task.yield() }
        }
        metrics.record()
        let during = Self.values(in: registry.text)
        #expect(during["skillyard_database_connections_limit"] == 1)
        #expect(during["skillyard_database_connections{state=\"in_use\"}"] == 1)
        #expect(during["skillyard_database_connections{state=\"idle\"}"] == 0)
        #expect(during["skillyard_database_waiting"] == 2)
        #expect(during["skillyard_database_waits_total"] == 0)

        for _ in tasks { gate.signal() }
        for task in tasks { try await task.value }
        metrics.record()
        let after = Self.values(in: registry.text)
        #expect(after["skillyard_database_connections{state=\"in_use\"}"] == 0)
        #expect(after["skillyard_database_connections{state=\"idle\"}"] == 1)
        #expect(after["skillyard_database_waiting"] == 0)
        #expect(after["skillyard_database_waits_total"] == 2)
        #expect(after["skillyard_database_wait_seconds_total", default: 0] > 0)
        #expect(after["skillyard_database_transactions_total"] == 3)
        await database.close()
        try await place.drop()
    }

    @Test(.timeLimit(.minutes(5)))
    func aServerOnPostgreSQLShowsThemAll() async throws {
        try await inFolder { folder in
            let place = try await PostgresCluster.shared.createDatabase(migrated: false)
            let (port, token) = (try freeLoopbackPort(), "sky_metrics-token-of-a-test")
            let program = ChildProgram(
                [
                    "serve", "--port", "\(port)", "--data", folder.appending(path: "data").path,
                    "--database-connections", "3",
                ],
                environment: ["SKILLYARD_DATABASE_URL": place.url(), "SKILLYARD_BOOTSTRAP_TOKEN": token],
                log: folder.appending(path: "log")
            )
            try program.start()
            defer { program.kill() }
            try await until { await isReady("http://127.0.0.1:\(port)") }
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/metrics")
            request.headers = ["authorization": "Bearer \(token)"]
            let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
            let text = String(buffer: try await answer.body.collect(upTo: 1 << 20))
            let values = Self.values(in: text)
            #expect(Self.names.filter { values[$0] == nil } == [], "\(text)")
            #expect(values["skillyard_database_connections_limit"] == 3)
            #expect(values["skillyard_database_transactions_total", default: 0] > 0)
            #expect(text.contains("# TYPE skillyard_database_connections gauge\n"))
            let page = try String(contentsOf: Self.page, encoding: .utf8)
            for name in Self.names { #expect(page.contains(name.prefix { $0 != "{" }), "\(name)") }
            program.kill()
            try await place.drop()
        }
    }

    /// Each value by its name and labels.
    private static func values(in text: String) -> [String: Double] {
        var values: [String: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " ") else { continue }
            values[String(line[..<space])] = Double(line[space...].dropFirst())
        }
        return values
    }
}
