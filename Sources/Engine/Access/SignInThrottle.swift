import Contract
import Store

/// How often a wrong password may be tried (OWASP Authentication Cheat Sheet, exponential lock-out).
///
/// Failures count by name and address together, and by address. Nobody is kept out by what others do elsewhere: a
/// name alone is never counted, and an address that the account has signed in from before is spared the second count.
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
        let pair = Tried(name: name, address: address)
        let isSpared = try isAlone || table.knows(name, at: address)
        let all = isSpared ? nil : Tried(name: nil, address: address)
        let ofAddress = try all.map { try table.lock($0) }
        if let all, let ofAddress, ofAddress.blockedUntil > now {
            return .blocked(until: ofAddress.blockedUntil, by: all)
        }
        let ofPair = try table.lock(pair)
        guard ofPair.blockedUntil <= now else { return .blocked(until: ofPair.blockedUntil, by: pair) }
        if let all, let ofAddress {
            try table.save(ofAddress.charged(free: Self.freeForAddress, at: now), of: all)
        }
        try table.save(ofPair.charged(free: Self.freeForPair, at: now), of: pair)
        return .allowed(Charge(pair: pair, address: all))
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
    func report(_ tried: Tried, as name: String, source: String, requestID: String?, at now: Timestamp) throws
    {
        var count = try table.lock(tried)
        count.unreported += 1
        if count.reportedAt + Self.reportWindow <= now {
            let entry = NewAuditEntry.failedSignIns(
                count.unreported,
                as: name,
                from: tried.address,
                source: source,
                requestID: requestID
            )
            try AuditTable(connection).append([entry], at: now)
            (count.unreported, count.reportedAt) = (0, now)
        }
        try table.save(count, of: tried)
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
    /// Failed sign-ins of one name from one address.
    static func failedSignIns(
        _ count: Int,
        as name: String,
        from address: String,
        source: String,
        requestID: String? = nil
    ) -> NewAuditEntry {
        // Whatever was typed: nothing in it is to spoil a log or a terminal.
        let shown = String(name.filter { $0.isLetter || $0.isNumber || $0.isPunctuation }.prefix(64))
        return NewAuditEntry(
            actor: shown.isEmpty ? "-" : shown,
            action: "session.create",
            subject: "-",
            outcome: "denied",
            source: source,
            requestID: requestID,
            detail: ["address": address, "attempts": "\(count)"]
        )
    }
}
