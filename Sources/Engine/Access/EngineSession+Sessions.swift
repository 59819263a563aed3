package import Contract
import Store

extension EngineSession {
    package func sessions() async throws(Problem) -> Page<SessionView> {
        let account = try await ownAccount(.readSessions)
        let now = engine.now()
        let seen = now - engine.access.sessionIdle
        let sessions = try await answer {
            try await engine.database.read { try SessionTable($0).all(of: account, at: now, seenAfter: seen) }
        }
        return Page(items: sessions.map { $0.seen(from: signedIn.session) }, nextCursor: nil)
    }

    package func endSession(_ id: SessionID) async throws(Problem) -> SignedOut {
        try await carryOut(.endSession, on: "session:\(id)") { try await end(id) }
    }

    private func end(_ id: SessionID) async throws(Problem) -> SignedOut {
        let account = try await ownAccount(.endSession)
        let now = engine.now()
        let audited = entry(Operation.endSession.rawValue, on: "session:\(id)")
        let ended = try await answer {
            try await engine.database.write { connection in
                let ended = try SessionTable(connection).end(id, of: account)
                if ended > 0 { try AuditTable(connection).append([audited], at: now) }
                return ended
            }
        }
        guard ended > 0 else { throw .missing(session: id) }
        engine.signIn.forget()
        return SignedOut(sessions: ended)
    }

    package func endCurrentSession() async throws(Problem) -> SignedOut {
        guard let session = signedIn.session else {
            throw Problem(.notFound, as: "no_session", "You came with a token; there is no session to end.")
        }
        return try await endSession(session)
    }

    package func changePassword(_ change: PasswordChange) async throws(Problem) -> IssuedSession {
        let id = try await ownAccount(.changePassword)
        return try await carryOut(.changePassword, on: "account:\(id)") { try await self.change(id, change) }
    }

    private func change(_ id: AccountID, _ change: PasswordChange) async throws(Problem) -> IssuedSession {
        let known = try await found(.missing(account: id)) { try AccountTable($0).secured(id) }
        let name = known.account.name
        let faults = PasswordRules.faults(change.new, of: name, at: "/new")
        guard faults.isEmpty else { throw .unchangedPassword(faults) }
        let charge = try await chargePasswordChange(name)
        let passwordHash = try await engine.looking(charge) { () async throws(Problem) -> String? in
            guard try await engine.passwords.matches(change.current, known.passwordHash) else { return nil }
            return try await engine.passwords.hash(change.new)
        }
        guard let passwordHash else {
            let rule: Phrase = "This is not your present password."
            throw .unchangedPassword([.init("/current", .format, as: "current_password", rule)])
        }
        let now = engine.now()
        let life = engine.access.sessionLife
        let audited = entry(Operation.changePassword.rawValue, on: "account:\(id)")
        let issued = try await answer {
            try await engine.database.write { connection in
                let account = known.account.applying(AccountChange(), at: now)
                let table = AccountTable(connection)
                guard try table.save(account, passwordHash: passwordHash, over: known.account.revisionNumber)
                else {
                    throw Problem(.conflict, as: "account", "The account was changed meanwhile.")
                }
                try SignInThrottle(connection).forgive(charge)
                let sessions = SessionTable(connection)
                let address = try signedIn.session.flatMap { try sessions.find($0)?.session.address }
                _ = try sessions.endAll(of: id)
                try AuditTable(connection).append([audited], at: now)
                return try IssuedSession.begin(account, from: address, life: life, connection, at: now)
            }
        }
        engine.signIn.forget()
        return issued
    }

    private func ownAccount(_ operation: Operation) async throws(Problem) -> AccountID {
        try await permit(operation)
        guard let account = signedIn.account else {
            throw Problem(.notFound, "There is no account of yours.")
        }
        return account
    }

    /// Whoever found an open browser must not try passwords there as fast as they like.
    private func chargePasswordChange(_ name: String) async throws(Problem) -> SignInThrottle.Charge {
        let now = engine.now()
        let folded = AccountTable.folded(name)
        let decision = try await answer {
            try await engine.database.write { connection in
                try SignInThrottle(connection).charge(folded, from: Self.ownPage, isAlone: true, at: now)
            }
        }
        switch decision {
        case .allowed(let charge): return charge
        case .blocked(let until, _): throw .tooManySignIns(until: until, at: now)
        }
    }

    /// In place of an address: these failures count by account alone, and only its owner can make them.
    private static let ownPage = "password-change"
}

extension SessionView {
    fileprivate func seen(from current: SessionID?) -> SessionView {
        SessionView(
            id: id,
            createdAt: createdAt,
            lastSeenAt: lastSeenAt,
            expiresAt: expiresAt,
            address: address,
            current: id == current
        )
    }
}

extension Problem {
    fileprivate static func unchangedPassword(_ faults: [Fault]) -> Problem {
        Problem(.validationFailed, as: "password", "The password was not changed.", errors: faults)
    }
}
