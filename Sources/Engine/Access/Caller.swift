package import Contract

/// Who asks, as signed in.
package struct Caller: Equatable, Sendable {
    /// What a caller signed in with.
    package enum Credential: Equatable, Sendable {
        case token(TokenID, name: String)
        case session(SessionID)
    }

    /// The account's name, or the token's where it belongs to nobody; what the history shows.
    package let name: String
    package let role: Role
    package let scope: Scope
    package let account: AccountID?
    package let credential: Credential?
    /// False for whoever signs in at an identity provider.
    package let hasPassword: Bool
    package let requestID: String
    /// The place in a trace of this request.
    package var trace: TraceParent?
    /// The front door this request came through.
    package let source: CommandSource

    package init(
        name: String,
        role: Role,
        scope: Scope = .everything,
        account: AccountID? = nil,
        credential: Credential? = nil,
        hasPassword: Bool = true,
        requestID: String,
        trace: TraceParent? = nil,
        source: CommandSource = .api
    ) {
        self.name = name
        self.role = role
        self.scope = scope
        self.account = account
        self.credential = credential
        self.hasPassword = hasPassword
        self.requestID = requestID
        self.trace = trace
        self.source = source
    }
}

extension Caller {
    /// The same through another front door.
    func through(_ source: CommandSource) -> Caller {
        Caller(
            name: name,
            role: role,
            scope: scope,
            account: account,
            credential: credential,
            hasPassword: hasPassword,
            requestID: requestID,
            trace: trace,
            source: source
        )
    }

    var session: SessionID? {
        if case .session(let id) = credential { id } else { nil }
    }

    var tokenID: TokenID? {
        if case .token(let id, _) = credential { id } else { nil }
    }

    /// The token's name where it is not the caller's.
    var tokenOfAccount: String? {
        if account != nil, case .token(_, let name) = credential { name } else { nil }
    }

    /// Where a new skill of this caller goes: under the own name, or where that is outside of the scope, into the
    /// first namespace that is not.
    var namespace: String {
        scope.covers(namespace: name) ? name : scope.namespaces?.first ?? name
    }

    /// Refuses to have somebody wait for a second pair of eyes whose first pair is nobody's.
    ///
    /// A token without an account that may approve is as good as both pairs for whoever holds it beside an account.
    ///
    /// - Throws: ``Denial``
    func requireSomebody(_ operation: Operation, _ run: RunID, where fourEyes: Bool) throws(Denial) {
        guard fourEyes, account == nil, Operation.approveRun.roles.contains(role) else { return }
        throw .nobody(operation, run)
    }

    /// In the order of ``Operation``.
    var operations: [Operation] { Operation.allCases.filter { denial(of: $0) == nil } }

    /// Why this caller may not do it, wherever it is to be done; nil when nothing speaks against it.
    func denial(of operation: Operation) -> Denial? {
        guard operation.roles.contains(role) else { return .missingRole(for: operation, caller: self) }
        if operation.needsAccount, account == nil { return .missingAccount(for: operation) }
        if operation == .changePassword, !hasPassword { return .missingPassword(for: operation) }
        // A token that leaked must not live on in others that it made.
        if operation == .createToken, role != .admin, session == nil {
            return .missingSession(for: operation)
        }
        return nil
    }
}
