import Contract
import Logging
import Store
import Traces

/// Begins sessions, for callers who have none yet.
struct SessionDesk {
    /// What failures count by when the front end cannot tell where a caller is.
    static let unknownAddress = "unknown"

    let engine: Engine
    let requestID: String
    /// Of the request, as it was when this began: a transaction is carried out elsewhere.
    let traceID = TraceParent.current?.traceID
    let source: CommandSource

    init(_ engine: Engine, requestID: String, source: CommandSource) {
        self.engine = engine
        self.requestID = requestID
        self.source = source
    }

    /// - Throws: ``Problem`` with `authentication_required` or `rate_limited`.
    func signIn(_ request: SignInRequest) async throws(Problem) -> IssuedSession {
        let name = String(
            AccountTable.folded(request.name).unicodeScalars.prefix(AccountRules.nameLength.upperBound)
        )
        let charge = try await charge(name, request)
        let (found, isRight) = try await engine.looking(charge) {
            () async throws(Problem) -> (AccountTable.Secured?, Bool) in
            let found = try await answer {
                try await engine.database.read { try AccountTable($0).secured(named: request.name) }
            }
            return (found, try await engine.passwords.matches(request.password, found?.passwordHash))
        }
        // A disabled account answers like one that does not exist, and so does one without a password.
        guard isRight, let found, found.account.disabledAt == nil, found.account.issuer == nil else {
            try await report(charge.pair, as: found?.account.name)
            let now = engine.now()
            if let until = charge.addressWait, until > now { throw .tooManySignIns(until: until, at: now) }
            let detail: Phrase = "There is no account with this name and password."
            throw Problem(.authenticationRequired, as: "sign_in", detail)
        }
        let now = engine.now()
        return try await answer {
            try await engine.database.write { connection in
                // Whatever became of the account while its password was looked at.
                let accounts = AccountTable(connection)
                guard
                    let account = try accounts.signedIn(
                        found.account.id,
                        with: found.passwordHash,
                        at: now
                    )
                else {
                    let detail: Phrase = "The account was changed just now."
                    throw Problem(.authenticationRequired, as: "account_changed", detail)
                }
                let throttle = SignInThrottle(connection)
                try throttle.forgive(charge)
                let failures = SignInFailureTable(connection)
                if let address = request.address { try failures.remember(found.account.id, at: address, now) }
                return try begin(account, from: request.address, connection, at: now)
            }
        }
    }

    private func charge(_ name: String, _ request: SignInRequest) async throws(Problem)
        -> SignInThrottle.Charge
    {
        let now = engine.now()
        let address = request.address ?? Self.unknownAddress
        let decision = try await answer {
            try await engine.database.write { connection in
                let throttle = SignInThrottle(connection)
                let decision = try throttle.charge(name, from: address, at: now)
                if case .blocked(_, let tried) = decision {
                    let known = try AccountTable(connection).secured(named: request.name)
                    let actor = tried.nameHash == nil ? nil : known?.account.name
                    try report(tried, as: actor, throttle, at: now)
                }
                return decision
            }
        }
        switch decision {
        case .allowed(let charge): return charge
        case .blocked(let until, _): throw .tooManySignIns(until: until, at: now)
        }
    }

    /// Tells the history of what failed: once in a while.
    func report(_ tried: SignInThrottle.Tried, as actor: String?) async throws(Problem) {
        let now = engine.now()
        try await answer {
            try await engine.database.write { connection in
                try report(tried, as: actor, SignInThrottle(connection), at: now)
            }
        }
    }

    /// The same inside a transaction.
    func report(
        _ tried: SignInThrottle.Tried,
        as actor: String?,
        _ throttle: SignInThrottle,
        at now: Timestamp
    ) throws {
        try throttle.report(tried, as: actor, source: source.rawValue, requestID: requestID, at: now)
    }

    /// A new session, with its entry in the history.
    func begin(
        _ account: AccountView,
        from address: String?,
        vouchedBy issuer: String? = nil,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> IssuedSession {
        let issued = try IssuedSession.begin(
            account,
            from: address,
            life: engine.access.sessionLife,
            connection,
            at: now
        )
        let begun = entry(
            "session.create",
            by: account.name,
            on: "session:\(issued.session.id)",
            ["account": account.id.rawValue, "address": address, "issuer": issuer].compactMapValues(\.self)
        )
        try AuditTable(connection).append([begun], at: now)
        return issued
    }

    func entry(
        _ action: String,
        by actor: String,
        on subject: String,
        outcome: String = "accepted",
        _ detail: [String: String]
    ) -> NewAuditEntry {
        var detail = detail
        detail["trace_id"] = traceID
        return NewAuditEntry(
            actor: actor,
            action: action,
            subject: subject,
            outcome: outcome,
            source: source.rawValue,
            requestID: requestID,
            detail: detail
        )
    }

    func answer<Result>(_ body: () async throws -> Result) async throws(Problem) -> Result {
        do { return try await body() } catch {
            throw engine.problem(error, requestID: requestID)
        }
    }
}

extension IssuedSession {
    /// Begins a session: a new secret each time, so that none from before a sign-in is of use after it.
    static func begin(
        _ account: AccountView,
        from address: String?,
        life: Duration,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> IssuedSession {
        let secret = TokenSecret.make(.session)
        let session = SessionView(
            id: .make(at: now),
            createdAt: now,
            lastSeenAt: now,
            expiresAt: now + life,
            address: address,
            current: true
        )
        try SessionTable(connection).insert(session, of: account.id, secretHash: secret.hash)
        return IssuedSession(session: session, account: account, secret: secret.text)
    }
}

extension Problem {
    static func tooManySignIns(until: Timestamp, at now: Timestamp) -> Problem {
        Problem(
            .rateLimited,
            as: "sign_in",
            "There were too many wrong passwords from here.",
            retryAfterSeconds: secondsToWait(until: until, at: now)
        )
    }

    static func secondsToWait(until: Timestamp, at now: Timestamp) -> Int {
        max(1, Int(((until - now).wholeMicroseconds + 999_999) / 1_000_000))
    }
}

extension Engine {
    /// Looks at a password, and takes the try back when that could not be done: whoever came while too many others
    /// did has guessed nothing.
    func looking<Verdict: Sendable>(
        _ charge: SignInThrottle.Charge,
        _ look: () async throws(Problem) -> Verdict
    ) async throws(Problem) -> Verdict {
        do throws(Problem) { return try await look() } catch {
            await takeBack(charge)
            throw error
        }
    }

    /// Best effort: the caller is told why nobody looked, not that the count could not be mended.
    func takeBack(_ charge: SignInThrottle.Charge) async {
        try? await database.write { try SignInThrottle($0).takeBack(charge) }
    }
}
