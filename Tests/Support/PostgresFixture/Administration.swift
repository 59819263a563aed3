import CLibPQ
import Dispatch
import Foundation
import Store
import StorePostgres

/// Statements of the server's administrator, one at a time, each on a connection of its own.
final class Administration: Sendable {
    private let connection: String
    private let queue = DispatchQueue(label: "skillyard.tests.postgres")

    init(_ connection: String) {
        self.connection = connection
    }

    /// - Returns: The first column of the first row.
    @discardableResult
    func run(_ statement: String) async throws -> String? {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { [self] in
                continuation.resume(with: Result { try runNow(statement) })
            }
        }
    }

    private func runNow(_ statement: String) throws -> String? {
        let handle = PQconnectdb(connection)
        defer { PQfinish(handle) }
        let result = PQexec(handle, statement)
        defer { PQclear(result) }
        guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else {
            throw FixtureError(description: "\(statement): \(String(cString: PQerrorMessage(handle)))")
        }
        guard PQntuples(result) > 0, PQgetisnull(result, 0, 0) == 0 else { return nil }
        return String(cString: PQgetvalue(result, 0, 0))
    }
}

/// A database with the newest schema, which others are copied from.
actor TemplateDatabase {
    private var making: Task<String, any Error>?

    func name(in cluster: PostgresCluster) async throws -> String {
        if let making { return try await making.value }
        let task = Task {
            let name = "migrated"
            try await cluster.administration.run("CREATE DATABASE \(name) TEMPLATE template0")
            let database = try PostgresDatabase(url: cluster.url(name), connections: 1)
            try await Migrator().run(on: database)
            await database.close()
            return name
        }
        making = task
        return try await task.value
    }
}

/// Runs what blocks for long on a thread where it holds up nobody.
func offTheCooperativePool<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Swift.Result { try body() }) }
    }
}

/// A port of the loopback address that nobody listens on.
func freeLoopbackPort() throws -> Int {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(socket, address, length) == 0 && getsockname(socket, address, &length) == 0
        }
    }
    guard isBound else { throw FixtureError(description: "there is no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
}
