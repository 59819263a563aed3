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
    }

    private let connection: any Connection
    private let worker: String
    private let leaseFor: Duration

    init(_ connection: any Connection, worker: String, leaseFor: Duration) {
        self.connection = connection
        self.worker = worker
        self.leaseFor = leaseFor
    }

    /// More in one transaction would keep results waiting.
    private static let most = 512

    /// Claims due tasks, so that the worker holds no more than `capacity` in all.
    ///
    /// Each enabled provider has an equal share of the capacity, and at least one task, to itself: whoever hangs
    /// holds its own share and no other's.
    func claim(capacity: Int, at now: Timestamp) throws -> Claimed {
        var claimed = Claimed()
        let table = TaskTable(connection)
        let demands = try table.demands(of: worker, at: now)
        let lease = InstallTask.Lease(worker: worker, token: UUIDv7.make(at: now), expires: now + leaseFor)
        guard !demands.isEmpty else { return claimed }
        let share = max(1, capacity / max(1, try ProviderTable(connection).enabledCount()))
        var left = Self.most
        for (index, demand) in demands.enumerated() where left > 0 {
            let part = max(1, left / (demands.count - index))
            // Also when nothing is claimed: a limit that was lowered holds for the tasks at hand, too.
            claimed.limits[demand.provider] = max(1, demand.concurrency - demand.others)
            var bucket = bucket(of: demand, at: now)
            let allowed = min(part, share - demand.mine, room(at: demand), bucket?.whole ?? part)
            guard allowed > 0 else { continue }
            let claim = try table.claim(from: demand.provider, limit: allowed, lease: lease, at: now)
            bucket?.take(claim.tasks.count)
            if let bucket { try table.saveBucket(bucket.tokens, of: demand.provider, at: now) }
            try TaskRecorder(connection, retries: .standard).giveUp(claim.unreadable, at: now)
            guard !claim.tasks.isEmpty else { continue }
            claimed.tasks += claim.tasks
            claimed.settingsFrom[demand.provider] = demand.updatedAt
            left -= claim.tasks.count
        }
        try announce(claimed.tasks, at: now)
        return claimed
    }

    /// How many more tasks of a provider this worker may hold.
    ///
    /// While it is alone at a provider it holds some more than may run, ready to start the moment a call ends,
    /// so that saving results costs no idle time. Others claim nothing while that many are held: no more
    /// calls than allowed are ever open.
    private func room(at demand: TaskTable.Demand) -> Int {
        let ahead = demand.others == 0 ? demand.concurrency : 0
        return max(0, demand.concurrency + ahead - demand.others - demand.mine)
    }

    private func bucket(of demand: TaskTable.Demand, at now: Timestamp) -> RateBucket? {
        demand.ratePerMinute.map { rate in
            RateBucket(perMinute: rate, tokens: demand.bucketTokens, at: demand.bucketAt, now: now)
        }
    }

    private func announce(_ tasks: [ClaimedTask], at now: Timestamp) throws {
        guard !tasks.isEmpty else { return }
        var changes = RunChanges()
        var events: [NewEvent] = []
        for claimed in tasks {
            changes.move(claimed.task.runID, from: claimed.waitedAs, to: .running)
            events.append(.changed(claimed.task))
        }
        try changes.apply(connection, events: events, audit: [], at: now)
    }
}
