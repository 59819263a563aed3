package import Contract

/// Sessions of accounts: what is shown of them, and a hash to know their secrets by.
package struct SessionTable {
    /// A session and whose it is.
    package struct Held: Equatable, Sendable {
        package let session: SessionView
        package let account: AccountID

        package init(session: SessionView, account: AccountID) {
            self.session = session
            self.account = account
        }
    }

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// - Throws: ``StoreError/conflict`` if the identifier or the secret is taken.
    package func insert(_ session: SessionView, of account: AccountID, secretHash: String) throws {
        try connection.run(
            """
            INSERT INTO sessions (id, account_id, secret_hash, created_at, last_seen_at, expires_at, address)
            VALUES (\(session.id), \(account), \(secretHash), \(session.createdAt), \(session.lastSeenAt),
                    \(session.expiresAt), \(session.address))
            """
        )
    }

    /// The session with this secret, even if its time is over.
    package func find(secretHash: String) throws -> Held? {
        try connection.run("SELECT * FROM sessions WHERE secret_hash = \(secretHash)").first.map(
            Held.init(row:)
        )
    }

    /// The session with this identifier, even if its time is over.
    package func find(_ id: SessionID) throws -> Held? {
        try connection.run("SELECT * FROM sessions WHERE id = \(id)").first.map(Held.init(row:))
    }

    /// Those of an account that have not ended, newest first.
    ///
    /// - Parameters:
    ///   - account: Whose.
    ///   - now: What the time is.
    ///   - seen: Those that were not used since then have ended.
    /// - Returns: The sessions.
    /// - Throws: ``StoreError``
    package func all(of account: AccountID, at now: Timestamp, seenAfter seen: Timestamp) throws
        -> [SessionView]
    {
        try connection.run(
            """
            SELECT * FROM sessions
            WHERE account_id = \(account) AND expires_at > \(now) AND last_seen_at > \(seen)
            ORDER BY created_at DESC, id DESC
            """
        ).map { try Held(row: $0).session }
    }

    /// Remembers when a session was used last; never goes back in time.
    package func touch(_ id: SessionID, at now: Timestamp) throws {
        try connection.run(
            "UPDATE sessions SET last_seen_at = \(now) WHERE id = \(id) AND last_seen_at < \(now)"
        )
    }

    /// Ends a session of that account.
    ///
    /// - Returns: How many were ended: one or none.
    package func end(_ id: SessionID, of account: AccountID) throws -> Int {
        try connection.run("DELETE FROM sessions WHERE id = \(id) AND account_id = \(account) RETURNING id")
            .count
    }

    /// Ends every session of an account.
    ///
    /// - Returns: How many were ended.
    package func endAll(of account: AccountID) throws -> Int {
        try connection.run("DELETE FROM sessions WHERE account_id = \(account) RETURNING id").count
    }

    /// Removes those whose time is over, used or not.
    package func prune(at now: Timestamp) throws {
        try connection.run("DELETE FROM sessions WHERE expires_at <= \(now)")
    }
}

extension SessionTable.Held {
    fileprivate init(row: Row) throws(StoreError) {
        let session = SessionView(
            id: try row.identifier("id"),
            createdAt: try row.time("created_at"),
            lastSeenAt: try row.time("last_seen_at"),
            expiresAt: try row.time("expires_at"),
            address: row.optionalText("address")
        )
        self.init(session: session, account: try row.identifier("account_id"))
    }
}
