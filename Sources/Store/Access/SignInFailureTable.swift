package import Contract

/// How often signing in failed: by address, and by name from an address.
///
/// Every node counts here, so a caller gains nothing by asking another one.
package struct SignInFailureTable {
    /// What failures are counted by.
    package struct Tried: Hashable, Sendable {
        /// A hash of the name as it is compared; nil to count all names from the address.
        package let nameHash: String?
        package let address: String

        package init(nameHash: String?, address: String) {
            self.nameHash = nameHash
            self.address = address
        }

        /// An address has no blanks, so no two are spelt alike.
        var key: String { "\(address) \(nameHash.map { "=" + $0 } ?? "*")" }
    }

    package struct Count: Equatable, Sendable {
        package var failures: Int
        package var lastAt: Timestamp
        package var blockedUntil: Timestamp
        /// Failures that the audit log does not know of yet.
        package var unreported: Int
        package var reportedAt: Timestamp
        /// The account's own name, for the audit log; nil where there is no such account.
        package var actor: String?

        package init(
            failures: Int = 0,
            lastAt: Timestamp = .never,
            blockedUntil: Timestamp = .never,
            unreported: Int = 0,
            reportedAt: Timestamp = .never,
            actor: String? = nil
        ) {
            self.failures = failures
            self.lastAt = lastAt
            self.blockedUntil = blockedUntil
            self.unreported = unreported
            self.reportedAt = reportedAt
            self.actor = actor
        }
    }

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// The count, locked until the transaction ends; made when there is none.
    package func lock(_ tried: Tried) throws -> Count {
        let none = Count()
        let rows = try connection.run(
            """
            INSERT INTO sign_in_failures (tried, name_hash, address, failures, last_at, blocked_until, unreported,
                                          reported_at)
            VALUES (\(tried.key), \(tried.nameHash), \(tried.address), 0, \(none.lastAt), \(none.blockedUntil), 0,
                    \(none.reportedAt))
            ON CONFLICT (tried) DO UPDATE SET address = excluded.address
            RETURNING failures, last_at, blocked_until, unreported, reported_at, actor
            """
        )
        guard let row = rows.first else { throw StoreError.corrupt("sign_in_failures: no row") }
        return try Count(row: row)
    }

    package func save(_ count: Count, of tried: Tried) throws {
        try connection.run(
            """
            UPDATE sign_in_failures SET failures = \(count.failures), last_at = \(count.lastAt),
                blocked_until = \(count.blockedUntil), unreported = \(count.unreported),
                reported_at = \(count.reportedAt), actor = \(count.actor)
            WHERE tried = \(tried.key)
            """
        )
    }

    /// Takes a failure back, and with it the wait that it brought.
    package func forgive(_ tried: Tried) throws {
        try connection.run(
            """
            UPDATE sign_in_failures SET blocked_until = 0,
                failures = CASE WHEN failures > 0 THEN failures - 1 ELSE 0 END
            WHERE tried = \(tried.key)
            """
        )
    }

    /// What the audit log was not told of until `time`, the longest silent first.
    package func unreported(before time: Timestamp, limit: Int) throws -> [Tried] {
        try connection.run(
            """
            SELECT name_hash, address FROM sign_in_failures WHERE unreported > 0 AND reported_at < \(time)
            ORDER BY last_at LIMIT \(limit)
            """
        ).map { Tried(nameHash: $0.optionalText("name_hash"), address: try $0.text("address")) }
    }

    /// Removes what happened before `time`.
    package func prune(before time: Timestamp) throws {
        try connection.run("DELETE FROM sign_in_failures WHERE last_at < \(time)")
    }
}

extension SignInFailureTable {
    /// Remembers that an account signed in from there.
    package func remember(_ account: AccountID, at address: String, _ now: Timestamp) throws {
        try connection.run(
            """
            INSERT INTO sign_in_addresses (account_id, address, seen_at) VALUES (\(account), \(address), \(now))
            ON CONFLICT (account_id, address) DO UPDATE SET seen_at = excluded.seen_at
            """
        )
    }

    /// Whether the account with this name has signed in from there.
    package func knows(_ name: String, at address: String) throws -> Bool {
        try !connection.run(
            """
            SELECT 1 AS one FROM sign_in_addresses
            WHERE account_id = (SELECT id FROM accounts WHERE folded_name = \(name)) AND address = \(address)
            """
        ).isEmpty
    }

    package func pruneAddresses(before time: Timestamp) throws {
        try connection.run("DELETE FROM sign_in_addresses WHERE seen_at < \(time)")
    }
}

extension SignInFailureTable.Count {
    fileprivate init(row: Row) throws(StoreError) {
        self.init(
            failures: try row.int("failures"),
            lastAt: try row.time("last_at"),
            blockedUntil: try row.time("blocked_until"),
            unreported: try row.int("unreported"),
            reportedAt: try row.time("reported_at"),
            actor: row.optionalText("actor")
        )
    }
}

extension Timestamp {
    /// Before everything that can happen.
    package static let never = Timestamp(microseconds: 0)
}
