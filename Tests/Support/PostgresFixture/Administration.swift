import CLibPQ
import Dispatch
import Foundation

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

/// Runs what blocks for long on a thread where it holds up nobody.
func offTheCooperativePool<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Swift.Result { try body() }) }
    }
}
