package import Contract

/// The answers given to requests with an idempotency key, to be given again.
package struct IdempotencyTable {
    /// What was answered, and to which request.
    package struct StoredAnswer: Equatable, Sendable {
        /// Tells the same request from another one under the same key.
        package let fingerprint: String
        /// JSON.
        package let answer: String
    }

    /// How long a key is known.
    package static let lifetime = Duration.seconds(24 * 3600)

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func find(caller: String, key: String) throws -> StoredAnswer? {
        try connection.run(
            """
            SELECT fingerprint, answer FROM idempotency_keys WHERE caller = \(caller) AND key = \(key)
            """
        ).first.map { row in
            StoredAnswer(fingerprint: try row.text("fingerprint"), answer: try row.text("answer"))
        }
    }

    /// Keeps an answer, in the transaction that makes it true.
    ///
    /// - Throws: ``StoreError/conflict`` if the key has an answer already.
    package func save(
        caller: String,
        key: String,
        fingerprint: String,
        answer: String,
        at now: Timestamp
    ) throws {
        try connection.run(
            """
            INSERT INTO idempotency_keys (caller, key, fingerprint, answer, created_at)
            VALUES (\(caller), \(key), \(fingerprint), \(answer), \(now))
            """
        )
    }

    /// Forgets the answers given before a time.
    package func prune(before time: Timestamp) throws {
        try connection.run("DELETE FROM idempotency_keys WHERE created_at < \(time)")
    }
}
