import Store

/// Who waits, which connections there are, and whether the server can be reached at all.
///
/// Nothing here blocks: what takes time comes out as ``Errands``.
struct PoolState {
    typealias Instant = ContinuousClock.Instant

    private struct Outage {
        var failures = 0
        var error: StoreError
        var retryAt: Instant
    }

    struct Errands {
        var openings = 0
        var closings: [PooledConnection] = []
        var failures: [(PendingTransaction, StoreError)] = []
        var closers: [CheckedContinuation<Void, Never>] = []
        /// When somebody's patience ends, unless that is being watched already.
        var nextDeadline: Instant?
    }

    private var tally: PostgresCounts
    /// In the order in which they came, and so in that of their deadlines.
    private var waiting: [PendingTransaction] = []
    private var idle: [PooledConnection] = []
    /// Connections that are open, idle or in use.
    private var open = 0
    private var opening = 0
    private var closing = 0
    private var losses = 0
    private var outage: Outage?
    private var isClosing = false
    /// Whether somebody will come back when the first deadline passes.
    private var isWatched = false
    private var due = Errands()

    init(size: Int) {
        tally = PostgresCounts(size: size)
    }

    var counts: PostgresCounts {
        var counts = tally
        counts.idle = idle.count
        counts.inUse = open - idle.count
        counts.opening = opening
        counts.waiting = waiting.count
        return counts
    }

    /// Finds an idle connection for a transaction, lets it wait or refuses it.
    mutating func take(_ work: PendingTransaction, at now: Instant) -> PooledConnection? {
        if isClosing {
            due.failures.append((work, .unavailable("the database is closed")))
        } else if let connection = idle.popLast() {
            return connection
        } else if let outage, open == 0, opening > 0 || now < outage.retryAt {
            // One tries whether the server is back; all others would only wait for the same answer.
            due.failures.append((work, outage.error))
        } else {
            waiting.append(work)
        }
        return nil
    }

    /// The transaction that has waited longest; without one the connection is idle.
    mutating func next(for connection: PooledConnection, at now: Instant) -> PendingTransaction? {
        guard !waiting.isEmpty else {
            idle.append(connection)
            return nil
        }
        let work = waiting.removeFirst()
        tally.waits += 1
        tally.waited += now - work.start
        return work
    }

    mutating func opened() {
        opening -= 1
        open += 1
        outage = nil
        if tally.reconnects < losses { tally.reconnects += 1 }
    }

    mutating func couldNotOpen(_ error: StoreError, at now: Instant) {
        opening -= 1
        var next = outage ?? Outage(error: error, retryAt: now)
        next.error = error
        // Those that failed together count once.
        if now >= next.retryAt {
            next.failures += 1
            next.retryAt = now + BackOff.delay(afterFailures: next.failures)
        }
        outage = next
    }

    mutating func finished(_ effort: PooledConnection.Effort) {
        tally.transactions += 1
        count(effort)
    }

    /// Counts a connection out; `unanswered` is a transaction to run on another one.
    mutating func lost(_ unanswered: PendingTransaction?, _ effort: PooledConnection.Effort) {
        open -= 1
        losses += 1
        count(effort)
        if let unanswered {
            waiting.insert(unanswered, at: 0)
        } else {
            tally.transactions += 1
        }
        // What befell one has most likely befallen all.
        dropIdle()
    }

    private mutating func count(_ effort: PooledConnection.Effort) {
        tally.retries += effort.retries
        tally.roundTrips += effort.roundTrips
    }

    mutating func expire(at now: Instant) {
        isWatched = false
        let error = outage?.error ?? .unavailable("no connection to PostgreSQL came free in time")
        while let first = waiting.first, first.deadline <= now {
            due.failures.append((waiting.removeFirst(), error))
        }
    }

    mutating func close(_ closer: CheckedContinuation<Void, Never>) {
        isClosing = true
        due.closers.append(closer)
    }

    mutating func closed() {
        closing -= 1
    }

    private mutating func dropIdle() {
        open -= idle.count
        closing += idle.count
        due.closings += idle
        idle = []
    }

    /// What has to be done now.
    mutating func errands(at now: Instant) -> Errands {
        while opening < waiting.count, open + opening < tally.size, mayOpen(at: now) {
            opening += 1
            due.openings += 1
        }
        if open + opening == 0 {
            // Nobody would ever come for them.
            let error = outage?.error ?? PostgresFailure.lost.error
            due.failures += waiting.map { ($0, error) }
            waiting = []
        }
        if isClosing { dropIdle() }
        if !isWatched, let first = waiting.first {
            isWatched = true
            due.nextDeadline = first.deadline
        }
        var errands = Errands()
        swap(&errands, &due)
        if open + closing > 0 || !waiting.isEmpty { swap(&errands.closers, &due.closers) }
        return errands
    }

    /// While the server is away, one connection at a time finds out whether it is back.
    private func mayOpen(at now: Instant) -> Bool {
        guard let outage else { return true }
        return opening == 0 && now >= outage.retryAt
    }
}
