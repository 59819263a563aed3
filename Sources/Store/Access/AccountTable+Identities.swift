package import Contract

extension AccountTable {
    /// The account of whoever this issuer calls by this name.
    package func secured(issuer: String, subject: String) throws -> Secured? {
        try connection.run("SELECT * FROM accounts WHERE issuer = \(issuer) AND subject = \(subject)")
            .first.map(Secured.init(row:))
    }

    /// Whether an identity provider ever vouched for somebody here.
    package func hasVouchedFor() throws -> Bool {
        try !connection.run("SELECT 1 AS one FROM accounts WHERE issuer IS NOT NULL LIMIT 1").isEmpty
    }

    /// Notes that the issuer vouched for somebody, and gives the account the role that follows.
    ///
    /// - Parameters:
    ///   - account: With its new revision, where anything changed.
    ///   - now: When.
    /// - Throws: ``StoreError``
    package func admit(_ account: AccountView, at now: Timestamp) throws {
        try connection.run(
            """
            UPDATE accounts SET role = \(account.role), disabled_at = NULL, withdrawn_at = NULL,
                revision = \(account.revisionNumber), updated_at = \(account.updatedAt), last_signed_in_at = \(now)
            WHERE id = \(account.id)
            """
        )
    }

    /// Disables an account until its issuer gives a role again.
    package func withdraw(_ id: AccountID, at now: Timestamp) throws {
        try connection.run(
            """
            UPDATE accounts SET disabled_at = \(now), withdrawn_at = \(now), revision = revision + 1, updated_at = \(now)
            WHERE id = \(id)
            """
        )
    }

    /// Notes that an administrator decides about an account from now on, whatever its issuer says.
    package func decide(_ id: AccountID) throws {
        try connection.run("UPDATE accounts SET withdrawn_at = NULL WHERE id = \(id)")
    }
}

/// Sign-ins at an identity provider that were used.
package struct UsedSignInTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Uses a sign-in.
    ///
    /// - Parameters:
    ///   - attempt: Which one.
    ///   - end: When it counts for nothing by itself.
    /// - Returns: Whether nobody had used it.
    /// - Throws: ``StoreError``
    package func use(_ attempt: String, until end: Timestamp) throws -> Bool {
        try !connection.run(
            """
            INSERT INTO used_sign_ins (attempt, ends_at) VALUES (\(attempt), \(end))
            ON CONFLICT (attempt) DO NOTHING RETURNING attempt
            """
        ).isEmpty
    }

    package func prune(before time: Timestamp) throws {
        try connection.run("DELETE FROM used_sign_ins WHERE ends_at < \(time)")
    }
}
