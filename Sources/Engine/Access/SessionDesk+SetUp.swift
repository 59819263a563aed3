import Contract
import Store

extension SessionDesk {
    /// A set-up link is of no use any more after this.
    static let setupLife = Duration.seconds(7 * 24 * 3600)

    /// Makes the first administrator's account.
    ///
    /// - Throws: ``Problem`` with `authentication_required` when the code does not count, or not any more.
    func setUp(_ request: SetUpRequest) async throws(Problem) -> IssuedSession {
        let code = TokenSecret(text: request.code).hash
        // Nothing is said about the rest to whoever has no code, and no password is hashed for them.
        let counts = try await answer { try await engine.database.read { try self.counts(code, $0) } }
        guard counts else {
            try await report(
                SignInThrottle.setUpLink(from: request.signIn.address ?? Self.unknownAddress),
                as: nil
            )
            throw .usedSetup
        }
        let (name, password) = (request.signIn.name, request.signIn.password)
        let faults =
            AccountRules.faults(name: name) + PasswordRules.faults(password, of: name, at: "/password")
        guard faults.isEmpty else { throw .unusableAccount(faults) }
        let passwordHash = try await engine.passwords.hash(password)
        let now = engine.now()
        let account = AccountView(
            id: .make(at: now),
            name: name,
            displayName: nil,
            role: .admin,
            scope: nil,
            createdAt: now,
            updatedAt: now,
            lastSignedInAt: now
        )
        return try await answer {
            try await engine.database.write { connection in
                // Of two who come at once, one is first.
                try StartLock.take(connection)
                guard try self.counts(code, connection) else { throw Problem.usedSetup }
                try add(account, passwordHash, connection, at: now)
                return try begin(account, from: request.signIn.address, connection, at: now)
            }
        }
    }

    private func counts(_ code: String, _ connection: any Connection) throws -> Bool {
        guard try !AccountTable(connection).hasAdministrator() else { return false }
        return try SetupCodeTable(connection).contains(hash: code, madeAfter: engine.now() - Self.setupLife)
    }

    private func add(
        _ account: AccountView,
        _ passwordHash: String,
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        let accounts = AccountTable(connection)
        try accounts.requireFree(account.name, connection)
        try accounts.insert(account, passwordHash: passwordHash)
        try SetupCodeTable(connection).removeAll()
        let made = entry(
            Operation.createAccount.rawValue,
            by: account.name,
            on: "account:\(account.id)",
            ["name": account.name, "role": account.role.rawValue, "with": "set-up link"]
        )
        try AuditTable(connection).append([made], at: now)
    }
}

extension Problem {
    fileprivate static var usedSetup: Problem {
        let detail: Phrase = """
            This link has been used or is too old. With an administrator's token you can make an account; \
            where there is none, the next start prints another link.
            """
        return Problem(.authenticationRequired, as: "setup", detail)
    }
}
