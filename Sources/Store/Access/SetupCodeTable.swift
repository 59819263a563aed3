package import Contract

/// Hashes of the codes that make the first administrator's account.
package struct SetupCodeTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func insert(hash: String, at now: Timestamp) throws {
        try connection.run("INSERT INTO setup_codes (code_hash, created_at) VALUES (\(hash), \(now))")
    }

    package func contains(hash: String, madeAfter time: Timestamp) throws -> Bool {
        try !connection.run(
            "SELECT 1 AS one FROM setup_codes WHERE code_hash = \(hash) AND created_at > \(time)"
        ).isEmpty
    }

    package func prune(before time: Timestamp) throws {
        try connection.run("DELETE FROM setup_codes WHERE created_at < \(time)")
    }

    package func removeAll() throws {
        try connection.run("DELETE FROM setup_codes")
    }
}
