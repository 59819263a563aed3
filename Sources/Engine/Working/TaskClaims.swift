import Contract
import Domain
import Store

/// Hands due tasks to a worker, inside one transaction.
struct TaskClaims {
    struct Claimed: Sendable {
        var tasks: [ClaimedTask] = []
        /// How many calls the worker may have open at each provider with something to do.
        var limits: [ProviderID: Int] = [:]
        /// When the settings of those providers last changed.
        var settingsFrom: [ProviderID: Timestamp] = [:]
        /// Providers where what is held and has not begun is given back, but for what is to end and the probe.
        var closed: Set<ProviderID> = []
        /// Those of the tasks that try whether their provider is back.
        var probes: Set<TaskID> = []
        /// Whether other workers have a part in what these providers do.
        var isShared = false
        /// Whether more may be claimed at once.
        var more = false
    }

    private let connection: any Connection
    private let worker: String
    private let leaseFor: Duration
    private let holdings: [ProviderID: WorkerDesk.Holding]

    /// - Parameters:
    ///   - connection: In a transaction.
    ///   - worker: Who claims.
    ///   - leaseFor: How long the tasks become the worker's.
    ///   - holdings: What the worker has at hand already.
    init(
        _ connection: any Connection,
        worker: String,
        leaseFor: Duration,
        holdings: [ProviderID: WorkerDesk.Holding]
    ) {
        self.connection = connection
        self.worker = worker
        self.leaseFor = leaseFor
        self.holdings = holdings
    }

    /// Tasks claimed in one transaction: more would keep results waiting.
    private static let batch = 512

    /// Claims due tasks, so that the worker holds no more than `capacity` in all.
    ///
    /// Each enabled provider has an equal share of the capacity, and at least one task, to itself: whoever hangs
    /// holds its own share and no other's.
    func claim(capacity: Int, into changes: inout RunChanges, at now: Timestamp) throws -> Claimed {
        var claimed = Claimed()
        let demands = try DemandTable(connection).demands(of: worker, at: now)
        guard let enabled = demands.first?.enabledProviders else { return claimed }
        let share = max(1, capacity / max(1, enabled))
        let lease = InstallTask.Lease(worker: worker, token: UUIDv7.make(at: now), expires: now + leaseFor)
        var left = Self.batch
        for (index, demand) in demands.enumerated() where left > 0 {
            let holding = holdings[demand.provider] ?? WorkerDesk.Holding()
            guard let limit = try settle(demand, holding, into: &claimed) else { continue }
            let part = max(1, left / (demands.count - index))
            let ahead = ahead(of: limit, holding, demand.concurrency)
            var allowed = min(part, share - holding.tasks, limit + ahead - holding.tasks)
            guard demand.isDue, allowed > 0 else { continue }
            let breakers = ProviderBreakers(connection)
            let breaker = demand.isDown ? try breakers.dueForProbe(demand, at: now) : nil
            if demand.isDown { allowed = breaker == nil ? 0 : min(1, limit) }
            guard allowed > 0 else { continue }
            let claim = try take(allowed, from: demand, lease, into: &changes, at: now)
            claimed.more = claimed.more || claim.setAside
            guard let first = claim.tasks.first?.task else { continue }
            if let breaker {
                try breakers.begin(first, under: lease, breaker, into: &changes)
                claimed.probes.insert(first.id)
            }
            claimed.tasks += claim.tasks
            claimed.settingsFrom[demand.provider] = demand.updatedAt
            left -= claim.tasks.count
        }
        for begun in claimed.tasks {
            changes.move(begun.task, from: begun.waitedAs, to: .running)
            changes.announce(.changed(begun.task))
        }
        return claimed
    }

    /// Brings in line what the worker may do at a provider.
    ///
    /// - Returns: How many calls it may have open there; nil where nothing is to be claimed.
    private func settle(
        _ demand: DemandTable.Demand,
        _ holding: WorkerDesk.Holding,
        into claimed: inout Claimed
    ) throws -> Int? {
        guard demand.isDue || holding.tasks > 0 else {
            // Others may want what lies idle here, and should not have to wait for whoever died at rest.
            try release(demand, into: &claimed)
            return nil
        }
        guard !demand.isHeldBack else {
            // Not even what is to end: each answer would make the wait of all longer.
            claimed.limits[demand.provider] = 0
            return nil
        }
        if demand.isShut || demand.isDown { claimed.closed.insert(demand.provider) }
        let limit = try deal(demand, holding)
        // Also when nothing is claimed: a limit that was lowered holds for the tasks at hand, too.
        claimed.limits[demand.provider] = limit
        claimed.isShared = claimed.isShared || demand.slots.count > 1
        return limit
    }

    /// How many tasks to hold beside those that may run: they are ready to start the moment a call ends, so that
    /// saving results costs no idle time.
    ///
    /// As many as may run, or twice as many as ended since the last claim: where calls are quick, a worker with few
    /// slots then saves as many results at once as one with all of them.
    private func ahead(of limit: Int, _ holding: WorkerDesk.Holding, _ concurrency: Int) -> Int {
        limit == 0 ? 0 : max(limit, min(2 * holding.ended, concurrency))
    }

    /// Brings the worker's slots in line with everybody's.
    ///
    /// - Returns: How many calls it may have open.
    private func deal(_ demand: DemandTable.Demand, _ holding: WorkerDesk.Holding) throws -> Int {
        let table = DemandTable(connection)
        func deal(_ concurrency: Int, _ held: [String: Int]) -> SlotDeal {
            SlotDeal(for: worker, concurrency: concurrency, held: held, mayBeOpen: holding.mayBeOpen)
        }
        guard SlotDeal.isDue(for: worker, concurrency: demand.concurrency, held: demand.slots),
            let fresh = try table.lock(demand.provider)
        else {
            // Seen without a lock: no more than what the worker holds for certain.
            return min(deal(demand.concurrency, demand.slots).limit, demand.slots[worker] ?? 0)
        }
        let dealt = deal(fresh.concurrency, fresh.slots)
        if fresh.slots[worker] != dealt.slots {
            try table.deal(dealt.slots, of: demand.provider, to: worker)
        }
        return dealt.limit
    }

    private func release(_ demand: DemandTable.Demand, into claimed: inout Claimed) throws {
        try DemandTable(connection).release(demand.provider, by: worker)
        claimed.limits[demand.provider] = 0
    }

    private func take(
        _ count: Int,
        from demand: DemandTable.Demand,
        _ lease: InstallTask.Lease,
        into changes: inout RunChanges,
        at now: Timestamp
    ) throws -> Claim {
        let table = DemandTable(connection)
        var bucket: RateBucket?
        if let rate = demand.ratePerMinute, let left = try table.bucket(of: demand.provider) {
            bucket = RateBucket(perMinute: rate, tokens: left.tokens, at: left.at, now: now)
        }
        let limit = min(count, bucket?.whole ?? count)
        guard limit > 0 else { return Claim() }
        let claim = try TaskTable(connection).claim(
            from: demand.provider,
            isShut: demand.isShut,
            limit: limit,
            lease: lease,
            at: now
        )
        bucket?.take(claim.tasks.count)
        if let bucket { try table.saveBucket(bucket.tokens, of: demand.provider, at: now) }
        try TaskRecorder(connection, retries: .standard).giveUp(claim.unreadable, into: &changes, at: now)
        return claim
    }
}
