import Contract
import Store

/// Whoever holds a secret, as the database knew it.
struct Holder: Sendable {
    let name: String
    let role: Role
    let scope: Scope
    let account: AccountID?
    let credential: Caller.Credential
    private let hasPassword: Bool
    var lastUsedAt: Timestamp?
    /// Why the secret opens nothing any more; nil while it does.
    private let ended: Problem?
    /// When it ends by itself.
    private let endsAt: Timestamp?
    /// When the word of an identity provider ends that it depends on; nil for none.
    private let vouchedUntil: Timestamp?

    /// - Parameters:
    ///   - secret: What was shown.
    ///   - hash: Of the same.
    ///   - access: How long a session may go unused, and whose word counts for how long.
    ///   - connection: Where to look.
    /// - Returns: Who holds it, even if it has ended; nil when nobody ever did.
    /// - Throws: ``StoreError``
    static func find(
        _ secret: TokenSecret,
        hash: String,
        _ access: AccessSettings,
        _ connection: any Connection
    ) throws -> Holder? {
        if secret.mayBe(.session), let held = try SessionTable(connection).find(secretHash: hash) {
            guard let account = try AccountTable(connection).find(held.account) else { return nil }
            return Holder(held.session, of: account, access)
        }
        return try TokenTable(connection).find(secretHash: hash).flatMap { try of($0, access, connection) }
    }

    /// The same for what somebody signed in with before.
    static func find(
        _ credential: Caller.Credential,
        _ access: AccessSettings,
        _ connection: any Connection
    ) throws -> Holder? {
        switch credential {
        case .session(let id):
            guard let held = try SessionTable(connection).find(id) else { return nil }
            return try AccountTable(connection).find(held.account).map {
                Holder(held.session, of: $0, access)
            }
        case .token(let id, _):
            return try TokenTable(connection).find(id).flatMap { try of($0, access, connection) }
        }
    }

    private static func of(_ token: TokenView, _ access: AccessSettings, _ connection: any Connection) throws
        -> Holder?
    {
        guard let id = token.accountID else { return Holder(token) }
        return try AccountTable(connection).find(id).map { Holder(token, of: $0, access) }
    }

    private init(_ session: SessionView, of account: AccountView, _ access: AccessSettings) {
        name = account.name
        role = account.role
        scope = account.scope ?? .everything
        self.account = account.id
        credential = .session(session.id)
        hasPassword = account.issuer == nil
        lastUsedAt = session.lastSeenAt
        ended = account.disabledAt.map { _ in .disabledAccount }
        endsAt = min(session.expiresAt, session.lastSeenAt + access.sessionIdle)
        vouchedUntil = access.vouchedUntil(account)
    }

    /// One that belongs to nobody.
    private init(_ token: TokenView) {
        name = token.name
        role = token.role
        scope = token.scope ?? .everything
        account = nil
        credential = .token(token.id, name: token.name)
        hasPassword = true
        lastUsedAt = token.lastUsedAt
        ended = token.revokedAt.map { _ in .endedToken }
        endsAt = token.expiresAt
        vouchedUntil = nil
    }

    /// It does no more than its account may do by now.
    private init(_ token: TokenView, of account: AccountView, _ access: AccessSettings) {
        name = account.name
        role = token.role.common(account.role)
        scope = (token.scope ?? .everything).intersection(account.scope ?? .everything)
        self.account = account.id
        credential = .token(token.id, name: token.name)
        hasPassword = account.issuer == nil
        lastUsedAt = token.lastUsedAt
        ended =
            token.revokedAt.map { _ in .endedToken }
            ?? account.disabledAt.map { _ in .disabledAccount }
        endsAt = token.expiresAt
        vouchedUntil = access.vouchedUntil(account)
    }

    /// Whether it is time to note that it is used.
    func isUnused(at now: Timestamp) -> Bool { lastUsedAt.map { $0 + .seconds(60) < now } ?? true }

    func isLive(at now: Timestamp) -> Bool { ended == nil && isBeforeEnd(at: now) && isVouchedFor(at: now) }

    private func isBeforeEnd(at now: Timestamp) -> Bool { endsAt.map { $0 > now } ?? true }

    private func isVouchedFor(at now: Timestamp) -> Bool { vouchedUntil.map { $0 > now } ?? true }

    /// - Throws: ``Problem`` with `authentication_required`.
    func caller(_ requestID: String, _ source: CommandSource, at now: Timestamp) throws(Problem) -> Caller {
        if let ended { throw ended }
        guard isBeforeEnd(at: now) else {
            if case .session = credential { throw .endedSession }
            throw .endedToken
        }
        guard isVouchedFor(at: now) else { throw .endedVouching }
        return Caller(
            name: name,
            role: role,
            scope: scope,
            account: account,
            credential: credential,
            hasPassword: hasPassword,
            requestID: requestID,
            source: source
        )
    }

    /// Remembers that it was used.
    func touch(_ connection: any Connection, at now: Timestamp) throws {
        switch credential {
        case .token(let id, _): try TokenTable(connection).touch(id, at: now)
        case .session(let id): try SessionTable(connection).touch(id, at: now)
        }
    }
}

extension Problem {
    fileprivate static var endedToken: Problem {
        Problem(.authenticationRequired, as: "token_ended", "The token is no longer valid.")
    }

    fileprivate static var endedSession: Problem {
        Problem(.authenticationRequired, as: "session_ended", "The session is no longer valid.")
    }

    fileprivate static var endedVouching: Problem {
        let detail: Phrase = """
            This account depends on an identity provider, whose word for it has lapsed. \
            Sign in there again: sessions and tokens count from then on.
            """
        return Problem(.authenticationRequired, as: "vouching_ended", detail)
    }

    fileprivate static var disabledAccount: Problem {
        Problem(.authenticationRequired, as: "account_disabled", "The account is disabled.")
    }
}
