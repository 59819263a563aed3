package import Contract
package import Logging
import ServiceLifecycle
package import Store

/// Removes what nobody needs any more: old idempotency keys, events, runs, alerts and chats, ended sessions, workers long gone;
/// ends runs that waited too long for an approval; and has the audit log signed when that is due.
///
/// It does so a bounded piece at a time, and on one node at a time.
package struct Janitor: Service {
    /// What is kept, and how often to look.
    package struct Settings: Sendable {
        package var eventsKept: Int64
        /// Runs that ended longer ago are removed; nil keeps them all.
        package var runsKept: Duration?
        /// What alerts were decided by, at the most; older than a dry run can look back is removed anyway.
        package var alertFactsKept: Int64
        package var interval: Duration

        package init(
            eventsKept: Int64 = 200_000,
            runsKept: Duration? = nil,
            alertFactsKept: Int64 = 5_000_000,
            interval: Duration = .seconds(60)
        ) {
            self.eventsKept = eventsKept
            self.runsKept = runsKept
            self.alertFactsKept = alertFactsKept
            self.interval = interval
        }
    }

    private static let workersKept = Duration.seconds(24 * 3600)
    /// Longer than they count.
    private static let signInFailuresKept = Duration.seconds(24 * 3600)
    private static let signInAddressesKept = Duration.seconds(90 * 24 * 3600)
    /// As far back as a dry run can look.
    private static let dryRunReach = Duration.seconds(86_400 * AlertDryRunRequest.windows.upperBound)
    private static let alertsKept = Duration.seconds(86_400 * 365)
    private static let chatKept = Duration.seconds(86_400 * 90)
    private static let driftKept = Duration.seconds(86_400 * 90)
    private static let historyBatch = 1000
    /// Threads removed in one transaction, each with all that was said in it.
    private static let chatBatch = 20
    private static let reportsAtOnce = 200
    /// Events removed in one transaction, so that nobody waits long for it.
    private static let eventBatch: Int64 = 5000
    /// Runs looked at at once.
    private static let runBatch = 200

    /// Runs that are refused because the time was up, in one round.
    private static let expiredAtOnce = 200

    private let database: any Database
    private let signals: EngineSignals
    private let settings: Settings
    private let leadership: Leadership
    private let notary: Notary?
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    package init(
        database: any Database,
        settings: Settings = Settings(),
        process: ProcessIdentity = .current,
        signals: EngineSignals,
        notary: Notary? = nil,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.signals = signals
        self.settings = settings
        self.notary = notary
        self.logger = logger
        self.now = now
        let lease = settings.interval * 2
        leadership = Leadership(.janitor, database: database, process: process, lease: lease, now: now)
    }

    package func run() async throws {
        await leadership.attend(every: settings.interval, logger, "tidying up failed") {
            if try await leadership.holds() { try await tidy() }
        }
    }

    package func tidy() async throws {
        let moment = now()
        try await database.write { connection in
            try IdempotencyTable(connection).prune(before: moment - IdempotencyTable.lifetime)
            try WorkerTable(connection).prune(before: moment - Self.workersKept)
        }
        try await tidyAccess(at: moment)
        try await refuseExpired(at: moment)
        if try await database.read({ try TaskTable($0).hasStranded() }) {
            try await database.write { _ = try TaskTable($0).unblockStranded(at: moment) }
        }
        try await pruneEvents()
        try await pruneHistories(at: moment)
        if let kept = settings.runsKept { try await pruneRuns(endedBefore: moment - kept, at: moment) }
        try await notary?.signIfDue()
    }

    /// Ends what is over, and tells the history of failed sign-ins that it does not know of yet.
    private func tidyAccess(at moment: Timestamp) async throws {
        try await database.write { connection in
            // Others may let sessions go unused for longer than this node does.
            try SessionTable(connection).prune(at: moment)
            try SetupCodeTable(connection).prune(before: moment - SessionDesk.setupLife)
            // Other nodes' clocks may be behind.
            try UsedSignInTable(connection).prune(before: moment - .seconds(3600))
            let failures = SignInFailureTable(connection)
            let due = try failures.unreported(
                before: moment - SignInThrottle.reportWindow,
                limit: Self.reportsAtOnce
            )
            var entries: [NewAuditEntry] = []
            for tried in due {
                var count = try failures.lock(tried)
                entries.append(.failedSignIns(count, of: tried, source: "system"))
                (count.unreported, count.reportedAt) = (0, moment)
                try failures.save(count, of: tried)
            }
            try AuditTable(connection).append(entries, at: moment)
            try failures.prune(before: moment - Self.signInFailuresKept)
            try failures.pruneAddresses(before: moment - Self.signInAddressesKept)
        }
    }

    /// Refuses runs that nobody has decided about in time.
    private func refuseExpired(at moment: Timestamp) async throws {
        let limit = Self.expiredAtOnce
        let runs = try await database.read { try ApprovalTable($0).expired(at: moment, limit: limit) }
        for id in runs {
            EngineMetrics.count(
                try await database.write { try RunDecision.refuseExpired(id, $0, at: moment) }
            )
        }
        guard !runs.isEmpty else { return }
        signals.announce(.work)
        signals.announce(.events)
    }

    private func pruneEvents() async throws {
        let kept = settings.eventsKept
        let (oldest, limit) = try await database.read { connection in
            let events = EventTable(connection)
            let latest = try events.latestPosition()
            return (try events.oldestPosition() ?? latest, latest - kept)
        }
        for reached in stride(from: oldest, to: limit, by: Int(Self.eventBatch)) {
            try await database.write { connection in
                try EventTable(connection).prune(before: min(reached + Self.eventBatch, limit))
            }
        }
    }

    /// Alerts with what they were decided by, findings of drift, and chats.
    private func pruneHistories(at moment: Timestamp) async throws {
        let (kept, limit) = (settings.alertFactsKept, Self.eventBatch)
        try await removeInPieces { connection in
            try AlertFactTable(connection).prune(
                before: moment - Self.dryRunReach,
                keeping: kept,
                limit: limit
            )
        }
        let batch = Self.historyBatch
        try await removeInPieces { connection in
            try AlertTable(connection).prune(recoveredBefore: moment - Self.alertsKept, limit: batch)
        }
        try await removeInPieces { connection in
            try DriftFindingTable(connection).prune(resolvedBefore: moment - Self.driftKept, limit: batch)
        }
        try await removeInPieces { connection in
            try ChatTable(connection).prune(usedBefore: moment - Self.chatKept, limit: Self.chatBatch)
        }
    }

    /// Repeats it until nothing is left, each time in a transaction of its own, so that nobody waits long for one.
    private func removeInPieces(_ remove: @escaping @Sendable (any Connection) throws -> Int) async throws {
        var removed = 0
        repeat { removed = try await database.write(remove) } while removed > 0 && !Task.isCancelled
    }

    /// Nobody waits while it looks, and for each piece only as long as its removal takes.
    private func pruneRuns(endedBefore time: Timestamp, at moment: Timestamp) async throws {
        var (place, removed): (RunTable.Place?, Int) = (nil, 0)
        repeat {
            let reached = place
            let found = try await database.read { connection in
                try RunTable(connection).removable(endedBefore: time, after: reached, limit: Self.runBatch)
            }
            for piece in found.pieces where !Task.isCancelled {
                removed += try await remove(piece, endedBefore: time, at: moment)
            }
            place = found.next
        } while place != nil && !Task.isCancelled
        if removed > 0 { logger.info("old runs removed", metadata: ["count": "\(removed)"]) }
    }

    private func remove(_ piece: [RunTable.Family], endedBefore time: Timestamp, at moment: Timestamp)
        async throws -> Int
    {
        let removal = try await database.read { try RunTable($0).removal(of: piece) }
        guard !removal.families.isEmpty else { return 0 }
        return try await database.write { connection in
            let removed = try RunTable(connection).remove(removal, endedBefore: time, at: moment)
            if removed.acknowledged > 0 {
                try AuditTable(connection).append([.settled(removed.acknowledged)], at: moment)
            }
            return removed.runs
        }
    }
}

extension NewAuditEntry {
    /// Failures that count as acknowledged from now on, as the run that settled them was removed.
    fileprivate static func settled(_ count: Int) -> NewAuditEntry {
        NewAuditEntry(
            actor: "system",
            action: Operation.acknowledgeFailures.rawValue,
            subject: "failures",
            outcome: "accepted",
            source: "system",
            detail: ["targets": "\(count)", "reason": RunTable.settledBefore]
        )
    }
}
