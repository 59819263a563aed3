import Contract
import Domain
import Store

/// What follows for accounts from the word of an identity provider.
extension SessionDesk {
    enum Outcome: Sendable {
        case entered(IssuedSession)
        /// And what follows from that is done.
        case refused
        case usedBefore
    }

    struct Settled: Sendable {
        let outcome: Outcome
        /// Whether nobody is left who may do everything.
        let tookLastAdministrator: Bool
    }

    /// Carries out what a verdict means.
    ///
    /// - Parameters:
    ///   - identity: Who came.
    ///   - verdict: On them; one that knows.
    ///   - charge: Forgiven with all before it when they get in.
    ///   - address: Where they came from.
    ///   - connection: Of a transaction.
    ///   - now: When.
    /// - Returns: What became of it.
    /// - Throws: ``StoreError``
    func settle(
        _ identity: VouchedIdentity,
        _ verdict: ExternalAccess.Verdict,
        _ charge: SignInThrottle.Charge,
        from address: String?,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> Settled {
        let accounts = AccountTable(connection)
        if case .refused(let reason) = verdict,
            try accounts.secured(issuer: identity.issuer, subject: identity.subject) == nil
        {
            // At a provider for everybody, strangers without number prove who they are; none of them waits for others.
            try refuse(identity, nil, because: reason, from: address, connection, at: now)
            return Settled(outcome: .refused, tookLastAdministrator: false)
        }
        // Of two first sign-ins of a person, one makes the account.
        try StartLock.take(connection)
        guard try UsedSignInTable(connection).use(identity.attempt, until: identity.attemptEndsAt) else {
            return Settled(outcome: .usedBefore, tookLastAdministrator: false)
        }
        let hadAdministrator = try accounts.hasAdministrator()
        let outcome = try enter(identity, verdict, charge, from: address, connection, at: now)
        return Settled(
            outcome: outcome,
            tookLastAdministrator: try hadAdministrator && !accounts.hasAdministrator()
        )
    }

    private func enter(
        _ identity: VouchedIdentity,
        _ verdict: ExternalAccess.Verdict,
        _ charge: SignInThrottle.Charge,
        from address: String?,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> Outcome {
        let known = try AccountTable(connection)
            .secured(issuer: identity.issuer, subject: identity.subject)
        let reason: String
        switch verdict {
        case .role(let role):
            if let known, known.account.disabledAt != nil, !known.isWithdrawn {
                reason = "disabled"
                break
            }
            try SignInThrottle(connection).forgive(charge)
            let account =
                try known.map { try admit($0, as: role, connection, at: now) }
                ?? make(identity, role, connection, at: now)
            if account.isUnboundedAdministrator { try SetupCodeTable(connection).removeAll() }
            return .entered(
                try begin(account, from: address, vouchedBy: identity.issuer, connection, at: now)
            )
        case .refused(let because), .untold(let because):
            reason = because
        }
        try refuse(identity, known?.account, because: reason, from: address, connection, at: now)
        if case .refused = verdict, let account = known?.account, account.disabledAt == nil {
            try withdraw(account, because: reason, connection, at: now)
        }
        return .refused
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
            name: try freeName(for: identity, connection, at: now),
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
    private func freeName(for identity: VouchedIdentity, _ connection: any Connection, at now: Timestamp)
        throws -> String
    {
        for name in identity.accountNames where AccountRules.faults(name: name).isEmpty {
            do {
                try AccountTable(connection).requireFree(name, isFromElsewhere: true, connection)
                return name
            } catch is Problem { continue }
        }
        return VouchedIdentity.lastResort(at: now)
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

    /// Tells the history of somebody without access: once in a while, as of wrong passwords.
    private func refuse(
        _ identity: VouchedIdentity,
        _ account: AccountView?,
        because reason: String,
        from address: String?,
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        let detail = ["reason": reason, "issuer": identity.issuer, "subject": identity.subject]
        let tried = SignInThrottle.refused(identity, because: reason, from: address ?? Self.unknownAddress)
        try SignInThrottle(connection).report(
            tried,
            as: account?.name,
            source: source.rawValue,
            requestID: requestID,
            on: account.map { "account:\($0.id)" } ?? "-",
            detail,
            at: now
        )
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
}
