import Contract
import Domain
import Store

/// How often a wrong password may be tried (OWASP Authentication Cheat Sheet, exponential lock-out).
///
/// Failures count by name and address together, and by address. Nobody is kept out by what others do elsewhere: a
/// name alone is never counted, and whoever tries an account that has signed in from the address before does not wait
/// with the address. To strangers that looks like any other try, or they could tell which names are used there.
/// Each try counts as failed before the password is looked at, so that many at once gain nothing.
struct SignInThrottle {
    typealias Tried = SignInFailureTable.Tried

    /// What was decided about a try.
    enum Decision: Equatable, Sendable {
        /// Until when, and by which count.
        case blocked(until: Timestamp, by: Tried)
        case allowed(Charge)
    }

    /// What a try was counted by, to take it back when the password was right.
    struct Charge: Equatable, Sendable {
        let pair: Tried
        /// Nil where the address alone was not counted.
        let address: Tried?
        /// Until when the address has to wait, where this try was spared that: the answer to a wrong password.
        var addressWait: Timestamp?
    }

    /// Wrong passwords that cost no wait: for one name from one address, and for one address.
    static let freeForPair = 5
    static let freeForAddress = 20
    /// The first wait is a second; it doubles up to this.
    static let longestWait = Duration.seconds(15 * 60)
    /// After so long without a failure it begins anew.
    static let forgotten = Duration.seconds(3600)
    /// The history gets one entry for all failures of a name from an address within this time.
    static let reportWindow = Duration.seconds(600)

    private let table: SignInFailureTable
    private let connection: any Connection

    init(_ connection: any Connection) {
        self.connection = connection
        table = SignInFailureTable(connection)
    }

    /// Counts a try, unless it comes too early.
    ///
    /// The address is asked first: while it has to wait, no name that it makes up leaves anything behind.
    ///
    /// - Parameters:
    ///   - name: As it is compared.
    ///   - address: Where it comes from.
    ///   - isAlone: Whether nobody but the account's owner can come from there.
    ///   - now: When.
    /// - Returns: Whether the password may be looked at.
    /// - Throws: ``StoreError``
    func charge(_ name: String, from address: String, isAlone: Bool = false, at now: Timestamp) throws
        -> Decision
    {
        // What was typed may be a password in the wrong field, so it is not kept.
        let pair = Tried(nameHash: TokenSecret(text: name).hash, address: address)
        let all = isAlone ? nil : Tried(nameHash: nil, address: address)
        let ofAddress = try all.map { try table.lock($0) }
        let wait = ofAddress.flatMap { $0.blockedUntil > now ? $0.blockedUntil : nil }
        if let all, let wait, try !table.knows(name, at: address) { return .blocked(until: wait, by: all) }
        let ofPair = try table.lock(pair)
        guard ofPair.blockedUntil <= now else {
            return .blocked(until: wait ?? ofPair.blockedUntil, by: pair)
        }
        try table.save(ofPair.charged(free: Self.freeForPair, at: now), of: pair)
        guard wait == nil, let all, let ofAddress else {
            return .allowed(Charge(pair: pair, address: nil, addressWait: wait))
        }
        try table.save(ofAddress.charged(free: Self.freeForAddress, at: now), of: all)
        return .allowed(Charge(pair: pair, address: all))
    }

    /// Counts an answer that is to come from an identity provider, before anything is asked there about it.
    ///
    /// - Parameters:
    ///   - address: Where it comes from; no name is known yet.
    ///   - now: When.
    /// - Returns: Whether the provider may be asked.
    /// - Throws: ``StoreError``
    func charge(externalFrom address: String, at now: Timestamp) throws -> Decision {
        let tried = Self.external(from: address)
        let count = try table.lock(tried)
        guard count.blockedUntil <= now else { return .blocked(until: count.blockedUntil, by: tried) }
        try table.save(count.charged(free: Self.freeForAddress, at: now), of: tried)
        return .allowed(Charge(pair: tried, address: nil))
    }

    /// Takes a try back that was never looked at; what was wrong before still counts.
    func takeBack(_ charge: Charge) throws {
        // In the order in which they were taken.
        if let address = charge.address { try table.forgive(address) }
        try table.forgive(charge.pair)
    }

    /// Takes a try back: the password was right.
    func forgive(_ charge: Charge) throws {
        // In the order in which they were taken.
        if let address = charge.address { try table.forgive(address) }
        var count = try table.lock(charge.pair)
        (count.failures, count.blockedUntil) = (0, .never)
        try table.save(count, of: charge.pair)
    }

    /// Notes a failure in the history: at once, or together with others of the same when their time is over.
    ///
    /// - Parameters:
    ///   - tried: What failed.
    ///   - actor: The name of the account that was tried; nil where there is none.
    ///   - source: The front door.
    ///   - requestID: Of the request that failed.
    ///   - subject: What was to be had, as the history names it.
    ///   - detail: What else is known of it; failures of the same that come later are told without.
    ///   - now: When.
    /// - Throws: ``StoreError``
    func report(
        _ tried: Tried,
        as actor: String?,
        source: String,
        requestID: String?,
        on subject: String = "-",
        _ detail: [String: String] = [:],
        at now: Timestamp
    ) throws {
        var count = try table.lock(tried)
        count.unreported += 1
        count.actor = actor
        // Nothing was counted here, as of a set-up link; the entry is to last as long as the others.
        if count.lastAt == .never { count.lastAt = now }
        if count.reportedAt + Self.reportWindow <= now {
            let entry = NewAuditEntry.failedSignIns(
                count,
                of: tried,
                source: source,
                requestID: requestID,
                on: subject,
                detail
            )
            try AuditTable(connection).append([entry], at: now)
            (count.unreported, count.reportedAt) = (0, now)
        }
        try table.save(count, of: tried)
    }
}

extension SignInThrottle {
    /// What refused set-up links count by; nothing is held back, as nobody guesses 256 random bits.
    static func setUpLink(from address: String) -> Tried {
        Tried(nameHash: setUpLink, address: address)
    }

    /// What answers count by that an identity provider has to be asked about.
    static func external(from address: String) -> Tried {
        Tried(nameHash: "identity provider", address: address)
    }

    /// What sign-ins count by of whoever is known at an identity provider and has no access.
    static func refused(_ identity: VouchedIdentity, because reason: String, from address: String) -> Tried {
        let text = [identity.issuer, identity.subject, reason].joined(separator: "\n")
        return Tried(nameHash: "identity " + TokenSecret(text: text).hash, address: address)
    }

    /// No hash looks like this.
    private static let setUpLink = "set-up link"

    /// What was asked for, as the history names it.
    fileprivate static func action(_ tried: Tried) -> String {
        tried.nameHash == setUpLink ? Operation.createAccount.rawValue : "session.create"
    }
}

extension SignInFailureTable.Count {
    /// With one failure more, and the wait that comes of it.
    func charged(free: Int, at now: Timestamp) -> Self {
        var count = self
        if lastAt + SignInThrottle.forgotten < now { count.failures = 0 }
        count.failures += 1
        count.lastAt = now
        guard count.failures >= free else { return count }
        // Ten doublings are beyond the longest wait.
        let seconds = 1 << min(count.failures - free, 10)
        count.blockedUntil = now + min(.seconds(seconds), SignInThrottle.longestWait)
        return count
    }
}

extension NewAuditEntry {
    /// What failed and is not in the history yet; the name that was typed does not get there.
    static func failedSignIns(
        _ count: SignInFailureTable.Count,
        of tried: SignInFailureTable.Tried,
        source: String,
        requestID: String? = nil,
        on subject: String = "-",
        _ detail: [String: String] = [:]
    ) -> NewAuditEntry {
        NewAuditEntry(
            actor: count.actor ?? "-",
            action: SignInThrottle.action(tried),
            subject: subject,
            outcome: "denied",
            source: source,
            requestID: requestID,
            detail: detail.merging(["address": tried.address, "attempts": "\(count.unreported)"]) { $1 }
        )
    }
}
