import Foundation

/// A database of one test's own.
package struct TestDatabase: Sendable {
    package let name: String
    package let cluster: PostgresCluster

    /// Its connection string.
    package func url(over transport: PostgresCluster.Transport = .socket) -> String {
        cluster.url(name, over: transport)
    }

    /// Its connection string, through something that stands before the server.
    package func url(throughPort port: Int) -> String {
        url(throughHosts: "127.0.0.1:\(port)")
    }

    /// Its connection string with hosts to try one after the other, each with its port.
    package func url(throughHosts hosts: String) -> String {
        cluster.url(name, throughHosts: hosts)
    }

    /// Ends every connection to it, as an administrator may.
    package func terminateConnections() async throws {
        try await cluster.ask(
            "SELECT COUNT(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = '\(name)'"
        )
    }

    /// How many connections of clients there are to it; the server tidies up over its own.
    package func connections() async throws -> Int {
        let answer = try await cluster.ask(
            """
            SELECT COUNT(*) FROM pg_stat_activity WHERE datname = '\(name)' AND backend_type = 'client backend'
            """
        )
        return answer.flatMap { Int($0) } ?? 0
    }

    package func drop() async throws {
        try await cluster.ask("DROP DATABASE \(name) WITH (FORCE)")
    }
}

/// A database with the newest schema, which others are copied from.
actor TemplateDatabase {
    private var making: Task<String, any Error>?

    func name(madeBy make: @escaping @Sendable () async throws -> String) async throws -> String {
        if let making { return try await making.value }
        let task = Task { try await make() }
        making = task
        return try await task.value
    }
}
