package import Contract
import Store

extension EngineSession {
    package func accounts() async throws(Problem) -> Page<AccountView> {
        try await permit(.readAccounts)
        let accounts = try await answer { try await engine.database.read { try AccountTable($0).all() } }
        return Page(items: accounts, nextCursor: nil)
    }

    package func account(_ id: AccountID) async throws(Problem) -> AccountView {
        try await permit(id == signedIn.account ? .readCaller : .readAccounts)
        return try await found(.missing(account: id)) { try AccountTable($0).find(id) }
    }

    package func createAccount(_ request: AccountRequest) async throws(Problem) -> AccountView {
        try await carryOut(.createAccount, on: "account") { try await create(request) }
    }

    private func create(_ request: AccountRequest) async throws(Problem) -> AccountView {
        let faults =
            AccountRules.faults(name: request.name) + AccountRules.faults(displayName: request.displayName)
            + AccountRules.faults(request.scope)
            + PasswordRules.faults(request.password, of: request.name, at: "/password")
        guard faults.isEmpty else { throw .unusableAccount(faults) }
        try await answer { try requireRights(.createAccount, request.role, request.scope) }
        // Hashing takes long: a taken name, which is looked at again below, is not worth it.
        try await answer {
            try await engine.database.read { try AccountTable($0).requireFree(request.name, $0) }
        }
        let passwordHash = try await engine.passwords.hash(request.password)
        let now = engine.now()
        let account = AccountView(
            id: .make(at: now),
            name: request.name,
            displayName: request.displayName,
            role: request.role,
            scope: request.scope?.bounded,
            createdAt: now,
            updatedAt: now
        )
        let audited = entry(
            Operation.createAccount.rawValue,
            on: "account:\(account.id)",
            detail: ["name": account.name, "role": account.role.rawValue]
                .merging(account.scope?.auditDetail ?? [:]) { $1 }
        )
        try await answer {
            do {
                try await engine.database.write { connection in
                    try present(for: .createAccount, connection, at: now)
                        .requireRights(.createAccount, account.role, account.scope)
                    let table = AccountTable(connection)
                    try table.requireFree(account.name, connection)
                    try table.insert(account, passwordHash: passwordHash)
                    if account.isUnboundedAdministrator { try SetupCodeTable(connection).removeAll() }
                    try AuditTable(connection).append([audited], at: now)
                }
            } catch StoreError.conflict {
                throw Problem.takenAccount(account.name)
            }
        }
        return account
    }

    package func changeAccount(
        _ id: AccountID,
        _ change: AccountChange,
        if precondition: Precondition
    ) async throws(Problem) -> AccountView {
        try await carryOut(.changeAccount, on: "account:\(id)") {
            try await self.change(id, change, if: precondition)
        }
    }

    private func change(
        _ id: AccountID,
        _ change: AccountChange,
        if precondition: Precondition
    ) async throws(Problem) -> AccountView {
        let known = try await found(.missing(account: id)) { try AccountTable($0).find(id) }
        let faults = faults(of: change, to: known)
        guard faults.isEmpty else {
            let detail: Phrase = "The account cannot be changed like this."
            throw Problem(.validationFailed, as: "account_change", detail, errors: faults)
        }
        var passwordHash: String?
        if let password = change.password { passwordHash = try await engine.passwords.hash(password) }
        let now = engine.now()
        let changed = try await answer {
            try await engine.database.write { [passwordHash] connection -> AccountView? in
                try self.change(id, change, passwordHash, if: precondition, connection, at: now)
            }
        }
        guard let changed else { throw .missing(account: id) }
        engine.signIn.forget()
        return changed
    }

    private func faults(of change: AccountChange, to account: AccountView) -> [Problem.Fault] {
        var faults = AccountRules.faults(displayName: change.displayName) + AccountRules.faults(change.scope)
        if account.issuer != nil { faults += AccountRules.faults(ofVouchedFor: change, to: account) }
        guard let password = change.password else { return faults }
        if account.id == signedIn.account {
            let rule: Phrase = "Your own password you change with the present one."
            faults.append(.init("/password", .choice, as: "own_password", rule))
        }
        faults += PasswordRules.faults(password, of: account.name, at: "/password")
        return faults
    }

    private func change(
        _ id: AccountID,
        _ change: AccountChange,
        _ passwordHash: String?,
        if precondition: Precondition,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> AccountView? {
        // Of two who take each other the role, one is left: it waits for the other.
        let present = try present(for: .changeAccount, connection, at: now)
        let table = AccountTable(connection)
        guard let before = try table.find(id) else { return nil }
        try precondition.require(at: before.revision, "account \(id)")
        let after = before.applying(change, at: now)
        // Neither taking from nor giving to somebody who may do more than oneself.
        for account in [before, after] {
            try present.requireRights(.changeAccount, account.role, account.scope, on: "account:\(id)")
        }
        let isAdministrator = after.isUnboundedAdministrator
        // Whoever signs in elsewhere is no help when that is gone.
        let hasPassword = before.issuer == nil
        if before.isUnboundedAdministrator, !isAdministrator,
            try !table.hasAdministrator(besides: id, withPassword: hasPassword)
        {
            let detail: Phrase =
                "\(before.name, as: "name") is the last administrator with a password; make another one first."
            throw Problem(.conflict, as: "last_administrator", detail)
        }
        guard try table.save(after, passwordHash: passwordHash, over: before.revisionNumber) else {
            throw StoreError.conflict
        }
        if change.disabled != nil { try table.decide(id) }
        if isAdministrator { try SetupCodeTable(connection).removeAll() }
        if passwordHash != nil || after.disabledAt != nil { _ = try SessionTable(connection).endAll(of: id) }
        let audited = entry(Operation.changeAccount.rawValue, on: "account:\(id)", detail: change.auditDetail)
        try AuditTable(connection).append([audited], at: now)
        return after
    }

    package func signOutAccount(_ id: AccountID) async throws(Problem) -> SignedOut {
        let isOwn = id == signedIn.account
        return try await carryOut(isOwn ? .endSession : .signOutAccount, on: "account:\(id)") {
            try await signOut(id, isOwn: isOwn)
        }
    }

    private func signOut(_ id: AccountID, isOwn: Bool) async throws(Problem) -> SignedOut {
        let now = engine.now()
        let ended = try await answer {
            try await engine.database.write { connection -> Int? in
                guard let account = try AccountTable(connection).find(id) else { return nil }
                if !isOwn {
                    try present(for: .signOutAccount, connection, at: now)
                        .requireRights(.signOutAccount, account.role, account.scope, on: "account:\(id)")
                }
                let ended = try SessionTable(connection).endAll(of: id)
                let audited = entry(
                    Operation.signOutAccount.rawValue,
                    on: "account:\(id)",
                    detail: ["sessions": "\(ended)"]
                )
                try AuditTable(connection).append([audited], at: now)
                return ended
            }
        }
        guard let ended else { throw .missing(account: id) }
        engine.signIn.forget()
        return SignedOut(sessions: ended)
    }
}

extension AccountView {
    /// Whether it can do, and let others do, everything there is: one of these has to be left.
    var isUnboundedAdministrator: Bool { role == .admin && scope == nil && disabledAt == nil }

    /// The account with its next revision.
    func applying(_ change: AccountChange, at now: Timestamp) -> AccountView {
        let disabled = change.disabled.map { $0 ? disabledAt ?? now : nil } ?? disabledAt
        return AccountView(
            id: id,
            name: name,
            displayName: change.displayName ?? displayName,
            role: change.role ?? role,
            scope: change.scope.map(\.bounded) ?? scope,
            issuer: issuer,
            disabledAt: disabled,
            revisionNumber: revisionNumber + 1,
            createdAt: createdAt,
            updatedAt: now,
            lastSignedInAt: lastSignedInAt
        )
    }
}

extension AccountChange {
    /// For the history; of a password only that it changed.
    var auditDetail: [String: String] {
        var detail = scope?.auditDetail ?? [:]
        if scope?.isEverything == true { detail["scope"] = "everything" }
        detail["role"] = role?.rawValue
        detail["display_name"] = displayName
        detail["disabled"] = disabled.map { $0 ? "true" : "false" }
        if password != nil { detail["password"] = "changed" }
        return detail
    }
}

extension Problem {
    static func unusableAccount(_ faults: [Fault]) -> Problem {
        Problem(.validationFailed, as: "account", "The account cannot be made.", errors: faults)
    }
}
