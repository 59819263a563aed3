import Contract
import Domain
import Logging
import Store

/// Sessions of people for whom an identity provider vouches.
extension SessionDesk {
    /// - Throws: ``Problem`` with `unavailable` when the provider cannot be asked.
    func begin(at provider: any IdentityProvider) async throws(Problem) -> ExternalSignInStart {
        do { return try await provider.begin() } catch { throw told(error, provider) }
    }

    /// - Throws: ``Problem`` with `authentication_required` or `unavailable`.
    func signIn(_ brought: ExternalSignInAnswer, at provider: any IdentityProvider) async throws(Problem)
        -> IssuedSession
    {
        let identity: VouchedIdentity
        do { identity = try await provider.identity(answering: brought) } catch {
            if error.reason == .stale || error.reason == .unverified { try await report(brought.address) }
            throw told(error, provider)
        }
        let now = engine.now()
        let outcome = try await answer {
            try await engine.database.write { connection in
                // Of two first sign-ins of a person, one makes the account.
                try StartLock.take(connection)
                let used = UsedSignInTable(connection)
                guard try used.use(identity.attempt, until: identity.attemptEndsAt) else {
                    return Outcome.usedBefore
                }
                return try enter(identity, from: brought.address, connection, at: now)
            }
        }
        // Whatever was given or taken holds at once.
        engine.signIn.forget()
        switch outcome {
        case .entered(let issued): return issued
        case .refused: throw .noExternalAccess(at: provider.name)
        case .usedBefore:
            try await report(brought.address)
            throw told(IdentityFailure(.stale, "The sign-in was used before."), provider)
        }
    }

    private enum Outcome: Sendable {
        case entered(IssuedSession)
        /// And what follows from that is done.
        case refused
        case usedBefore
    }

    private func enter(
        _ identity: VouchedIdentity,
        from address: String?,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> Outcome {
        let accounts = AccountTable(connection)
        let known = try accounts.secured(issuer: identity.issuer, subject: identity.subject)
        switch engine.access.external.verdict(on: identity) {
        case .refused(let reason):
            if let account = known?.account, account.disabledAt == nil {
                try withdraw(account, because: reason, connection, at: now)
            }
            try refuse(identity, known?.account, because: reason, from: address, connection, at: now)
            return .refused
        case .role(let role):
            if let known, known.account.disabledAt != nil, !known.isWithdrawn {
                let reason = "disabled"
                try refuse(identity, known.account, because: reason, from: address, connection, at: now)
                return .refused
            }
            let account =
                try known.map { try admit($0, as: role, connection, at: now) }
                ?? make(identity, role, connection, at: now)
            if account.isUnboundedAdministrator { try SetupCodeTable(connection).removeAll() }
            return .entered(
                try begin(account, from: address, vouchedBy: identity.issuer, connection, at: now)
            )
        }
    }

    /// With the role that the provider gives today.
    private func admit(
        _ known: AccountTable.Secured,
        as role: Role,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> AccountView {
        let before = known.account
        guard before.role != role || known.isWithdrawn else {
            try AccountTable(connection).admit(before, at: now)
            return before
        }
        let change = AccountChange(
            role: role == before.role ? nil : role,
            disabled: known.isWithdrawn ? false : nil
        )
        let after = before.applying(change, at: now)
        try AccountTable(connection).admit(after, at: now)
        try note(Operation.changeAccount, of: after, change.auditDetail, connection, at: now)
        return after
    }

    private func make(
        _ identity: VouchedIdentity,
        _ role: Role,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> AccountView {
        let accounts = AccountTable(connection)
        let account = AccountView(
            id: .make(at: now),
            name: try freeName(for: identity, connection),
            displayName: identity.shownName,
            role: role,
            scope: nil,
            issuer: identity.issuer,
            createdAt: now,
            updatedAt: now,
            lastSignedInAt: now
        )
        let hash = PasswordHash.ofNoPassword(engine.access.passwordCost).text
        try accounts.insert(account, passwordHash: hash, subject: identity.subject)
        let detail = ["name": account.name, "role": role.rawValue, "subject": identity.subject]
        try note(Operation.createAccount, of: account, detail, connection, at: now)
        return account
    }

    /// Nobody gets an account that somebody else has, whatever the provider calls them.
    private func freeName(for identity: VouchedIdentity, _ connection: any Connection) throws -> String {
        let names = identity.accountNames
        for name in names.dropLast() where AccountRules.faults(name: name).isEmpty {
            do {
                try AccountTable(connection).requireFree(name, connection)
                return name
            } catch is Problem { continue }
        }
        return names[names.count - 1]
    }

    /// Takes everything that the account opened, until the provider gives a role again.
    private func withdraw(
        _ account: AccountView,
        because reason: String,
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        try AccountTable(connection).withdraw(account.id, at: now)
        _ = try SessionTable(connection).endAll(of: account.id)
        let detail = ["disabled": "true", "reason": reason]
        try note(Operation.changeAccount, of: account, detail, connection, at: now)
    }

    private func refuse(
        _ identity: VouchedIdentity,
        _ account: AccountView?,
        because reason: String,
        from address: String?,
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        let detail = [
            "reason": reason, "issuer": identity.issuer, "subject": identity.subject, "address": address,
        ]
        let refused = entry(
            "session.create",
            by: account?.name ?? "-",
            on: account.map { "account:\($0.id)" } ?? "-",
            outcome: "denied",
            detail.compactMapValues(\.self)
        )
        try AuditTable(connection).append([refused], at: now)
    }

    private func note(
        _ operation: Operation,
        of account: AccountView,
        _ detail: [String: String],
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        let noted = entry(
            operation.rawValue,
            by: account.name,
            on: "account:\(account.id)",
            detail.merging(["issuer": account.issuer ?? "-"]) { $1 }
        )
        try AuditTable(connection).append([noted], at: now)
    }

    /// Tells the history of answers that prove nothing: once in a while, as of wrong passwords.
    private func report(_ address: String?) async throws(Problem) {
        let now = engine.now()
        let tried = SignInThrottle.external(from: address ?? Self.unknownAddress)
        try await answer {
            try await engine.database.write { connection in
                try SignInThrottle(connection).report(
                    tried,
                    as: nil,
                    source: source.rawValue,
                    requestID: requestID,
                    at: now
                )
            }
        }
    }

    /// For whoever looks after the installation at length, for the person in short.
    private func told(_ failure: IdentityFailure, _ provider: any IdentityProvider) -> Problem {
        let level: Logger.Level =
            switch failure.reason {
            case .misconfigured: .error
            case .unreachable, .unverified: .warning
            case .declined, .stale: .info
            }
        engine.logger.log(
            level: level,
            "A sign-in at the identity provider failed.",
            metadata: [
                "reason": "\(failure.reason.rawValue)", "detail": "\(failure.detail)",
                "request_id": "\(requestID)",
            ]
        )
        return .external(failure.reason, at: provider.name)
    }
}
