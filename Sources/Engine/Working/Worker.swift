package import Contract
import Domain
package import Logging
import ServiceLifecycle
package import Store
package import Traces

/// Takes due tasks, carries them out and saves what happened.
///
/// One loop saves all results at hand and claims new tasks in the same transaction: the busier it is, the
/// more tasks share one commit. Calls to providers run beside it, each provider within its own limit.
package actor Worker: Service {
    package nonisolated let id: String
    let database: any Database
    private let execution: TaskExecution
    private let connections: ProviderConnections
    let signals: EngineSignals
    let settings: WorkerSettings
    let process: ProcessIdentity
    private let pulse: WorkerPulse
    private let tracer: SpanTracer
    let logger: Logger
    let now: @Sendable () -> Timestamp

    var desk = WorkerDesk()
    var stopping = false
    /// Whether other workers have a part in what there is to do.
    var isShared = false
    var isGathering = false

    package init(
        id: String,
        database: any Database,
        bundles: BundleShelf,
        scans: ScanShelf,
        connections: ProviderConnections,
        signals: EngineSignals,
        settings: WorkerSettings,
        process: ProcessIdentity = .current,
        pulse: WorkerPulse = WorkerPulse(),
        tracer: SpanTracer = SpanTracer(),
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.id = id
        self.database = database
        execution = TaskExecution(bundles: bundles, scans: scans)
        self.connections = connections
        self.signals = signals
        self.settings = settings
        self.process = process
        self.pulse = pulse
        self.tracer = tracer
        self.logger = logger
        self.now = now
    }

    /// Works until a graceful stop; then running calls may finish within the grace time, and what is left goes
    /// back untried.
    package func run() async throws {
        try? await register()  // seen again with the first renewal
        await withTaskGroup(of: Void.self) { group in
            // Until the last call has ended: those that may finish need their leases.
            group.addTask { await self.keepLeases() }
            group.addTask { await self.watchLeases() }
            await cancelWhenGracefulShutdown { await self.work() }
            let grace = Task.isCancelled ? Duration.zero : settings.grace
            // A task of its own: whoever cancels this one still wants the leases given back.
            await Task { await self.stop(grace: grace) }.value
            group.cancelAll()
        }
        pulse.stop()
    }

    private func work() async {
        while !Task.isCancelled {
            pulse.beat(at: now())
            let generation = signals.work.generation
            let busy = await cycle()
            if !busy { await signals.work.wait(after: generation, upTo: settings.poll) }
            await gather()
        }
    }

    /// Saves what is reported and claims what is due, in one transaction.
    ///
    /// - Returns: Whether there was anything to do, so that more may be waiting.
    @discardableResult
    package func cycle() async -> Bool {
        let reports = desk.takeReports()
        let capacity = stopping ? nil : settings.capacity
        let (id, settings, moment, holdings) = (id, settings, now(), desk.takeHoldings())
        do {
            let (late, claimed, tally) = try await database.write { connection in
                var changes = RunChanges()
                let recorder = TaskRecorder(connection, retries: settings.retries)
                let late = try recorder.record(reports, into: &changes, at: moment)
                let claims = TaskClaims(connection, worker: id, leaseFor: settings.lease, holdings: holdings)
                let claimed = try capacity.map { try claims.claim(capacity: $0, into: &changes, at: moment) }
                try changes.apply(connection, at: moment)
                return (late, claimed ?? .init(), changes.tally)
            }
            note(reports, late: late, tally)
            if !reports.isEmpty || !claimed.tasks.isEmpty { signals.announce(.events) }
            await begin(claimed)
            return !reports.isEmpty || !claimed.tasks.isEmpty || claimed.more
        } catch {
            await recover(reports, after: error)
            return false
        }
    }

    // MARK: Calls

    private func begin(_ claimed: TaskClaims.Claimed) async {
        if !claimed.tasks.isEmpty { await connections.refresh(claimed.settingsFrom) }
        isShared = claimed.isShared
        for (provider, limit) in claimed.limits { desk.limit(provider, to: limit) }
        for provider in claimed.closed { desk.giveBackWaiting(atClosed: provider) }
        for task in claimed.tasks { desk.take(task, isProbe: claimed.probes.contains(task.task.id)) }
        // While they wait for a place, what they need is read together, and no place waits for it later.
        await execution.prepare(claimed.tasks)
        for provider in claimed.limits.keys { startCalls(to: provider) }
        // Tasks may have been given back.
        if desk.hasReports { signals.work.notify() }
    }

    private func startCalls(to provider: ProviderID) {
        while let next = desk.next(for: provider) {
            let claimed = next.claimed
            // A child of no group: each call must be stoppable alone when its lease is lost.
            let call = Task { @concurrent [execution, connections, tracer, id] in
                await next.predecessor?.value  // two calls for one task would write to the same place
                let action = await tracer.withTry(of: claimed.task, by: id) { span in
                    await Self.perform(
                        claimed,
                        execution,
                        connections,
                        journal: self.journal(for: claimed),
                        telling: span
                    )
                }
                await self.finish(claimed, with: action)
            }
            desk.began(claimed, call: call)
        }
    }

    private static func perform(
        _ claimed: ClaimedTask,
        _ execution: TaskExecution,
        _ connections: ProviderConnections,
        journal: any StepJournal,
        telling span: RecordedSpan
    ) async -> InstallTask.Action {
        do throws(ProviderFailure) {
            let (provider, adapter) = try connections.open(claimed.task.provider)
            span.tell(of: provider)
            let start = ContinuousClock.now
            defer { EngineMetrics.took(.now - start, at: provider.settings.kind) }
            return await execution.perform(claimed, on: provider, with: adapter, journal: journal)
        } catch {
            return .fail(error, jitter: Double.random(in: 0..<1))
        }
    }

    private nonisolated func journal(for claimed: ClaimedTask) -> any StepJournal {
        LeasedJournal(task: claimed.task, database: database, now: now)
    }

    private func finish(_ claimed: ClaimedTask, with action: InstallTask.Action) {
        desk.ended(claimed, with: action)
        // What waits for a place here would only be told the same; the next look knows how long.
        if BackOffView(action, at: now()) != nil { desk.limit(claimed.task.provider, to: 0) }
        startCalls(to: claimed.task.provider)
        if mustHurry(for: claimed.task.provider) { signals.work.notify() }
    }
}
