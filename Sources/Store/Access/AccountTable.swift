package import Contract

/// Accounts and what their passwords are known by.
package struct AccountTable {
    /// An account with what never leaves the engine.
    package struct Secured: Equatable, Sendable {
        package let account: AccountView
        package let passwordHash: String
        /// Whether it is disabled for no other reason than that its identity provider gives no role any more.
        package let isWithdrawn: Bool

        package init(account: AccountView, passwordHash: String, isWithdrawn: Bool = false) {
            self.account = account
            self.passwordHash = passwordHash
            self.isWithdrawn = isWithdrawn
        }
    }

    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// A name as it is compared: however it was typed, and on whatever system.
    package static func folded(_ name: String) -> String { SearchText.folded(name) }

    /// - Parameters:
    ///   - account: What is shown of it.
    ///   - passwordHash: What its password is known by.
    ///   - subject: What its issuer calls the person; nil where it has none.
    /// - Throws: ``StoreError/conflict`` if the name is taken.
    package func insert(_ account: AccountView, passwordHash: String, subject: String? = nil) throws {
        try connection.run(
            """
            INSERT INTO accounts (id, name, folded_name, display_name, role, scope, password_hash, disabled_at,
                                  revision, created_at, updated_at, last_signed_in_at, issuer, subject)
            VALUES (\(account.id), \(account.name), \(Self.folded(account.name)), \(account.displayName),
                    \(account.role), \(try account.scope.map(JSON.text)), \(passwordHash), \(account.disabledAt),
                    \(account.revisionNumber), \(account.createdAt), \(account.updatedAt), \(account.lastSignedInAt),
                    \(account.issuer), \(subject))
            """
        )
    }

    package func find(_ id: AccountID) throws -> AccountView? { try secured(id)?.account }

    package func secured(_ id: AccountID) throws -> Secured? {
        try connection.run("SELECT * FROM accounts WHERE id = \(id)").first.map(Secured.init(row:))
    }

    /// The account that signs in with this name, in whichever case.
    package func secured(named name: String) throws -> Secured? {
        try connection.run("SELECT * FROM accounts WHERE folded_name = \(Self.folded(name))")
            .first.map(Secured.init(row:))
    }

    /// By name.
    package func all() throws -> [AccountView] {
        try connection.run("SELECT * FROM accounts ORDER BY folded_name")
            .map { try Secured(row: $0).account }
    }

    /// Whether an administrator without bounds can sign in: one of a scope cannot give others more than that.
    ///
    /// - Parameters:
    ///   - id: An account that does not count.
    ///   - withPassword: Whether one who depends on an identity provider does not count, either.
    /// - Returns: Whether there is one.
    /// - Throws: ``StoreError``
    package func hasAdministrator(besides id: AccountID? = nil, withPassword: Bool = false) throws -> Bool {
        try !connection.run(
            """
            SELECT 1 AS one FROM accounts
            WHERE role = \(Role.admin) AND scope IS NULL AND disabled_at IS NULL AND id <> \(id?.rawValue ?? "")
                AND (issuer IS NULL OR \(withPassword ? 0 : 1) = 1) LIMIT 1
            """
        ).isEmpty
    }

    /// Saves everything but the name and the times of making and signing in.
    ///
    /// - Parameters:
    ///   - account: With its new revision.
    ///   - passwordHash: Nil to keep the password.
    ///   - revision: The one it has to have until now.
    /// - Returns: Whether it had.
    /// - Throws: ``StoreError``
    package func save(_ account: AccountView, passwordHash: String?, over revision: Int) throws -> Bool {
        try !connection.run(
            """
            UPDATE accounts SET display_name = \(account.displayName), role = \(account.role),
                scope = \(try account.scope.map(JSON.text)), disabled_at = \(account.disabledAt),
                password_hash = COALESCE(\(passwordHash), password_hash), revision = \(account.revisionNumber),
                updated_at = \(account.updatedAt)
            WHERE id = \(account.id) AND revision = \(revision) RETURNING id
            """
        ).isEmpty
    }

    /// Notes that somebody signed in, and locks the account until the transaction ends.
    ///
    /// - Parameters:
    ///   - id: Of the account.
    ///   - passwordHash: What the password was compared with.
    ///   - now: When.
    /// - Returns: The account; nil when it has another password by now or is disabled.
    /// - Throws: ``StoreError``
    package func signedIn(_ id: AccountID, with passwordHash: String, at now: Timestamp) throws
        -> AccountView?
    {
        try connection.run(
            """
            UPDATE accounts SET last_signed_in_at = \(now)
            WHERE id = \(id) AND password_hash = \(passwordHash) AND disabled_at IS NULL RETURNING *
            """
        ).first.map { try Secured(row: $0).account }
    }
}

extension AccountTable.Secured {
    init(row: Row) throws(StoreError) {
        let account = AccountView(
            id: try row.identifier("id"),
            name: try row.text("name"),
            displayName: row.optionalText("display_name"),
            role: try row.word("role"),
            scope: try row.optionalJSON("scope"),
            issuer: row.optionalText("issuer"),
            disabledAt: row.optionalTime("disabled_at"),
            revisionNumber: try row.int("revision"),
            createdAt: try row.time("created_at"),
            updatedAt: try row.time("updated_at"),
            lastSignedInAt: row.optionalTime("last_signed_in_at")
        )
        self.init(
            account: account,
            passwordHash: try row.text("password_hash"),
            isWithdrawn: account.disabledAt != nil && row.optionalTime("withdrawn_at") == account.disabledAt
        )
    }
}
