import Contract
import Domain
import Logging
import ServiceLifecycle
import Store
import Synchronization

/// Begins runs at their time and their waves one after the other, and stops those of which too much has failed.
///
/// One node at a time does so. What follows is decided from what is in the database and written in one transaction, so
/// nothing is lost or done twice, whoever ends or takes over.
package final class WaveWatch: Service {
    private let engine: Engine
    private let leadership: Leadership
    private let interval: Duration
    private let memory = Mutex(Memory())

    package init(_ engine: Engine, process: ProcessIdentity = .current, interval: Duration = .seconds(1)) {
        self.engine = engine
        self.interval = interval
        leadership = Leadership(
            .waves,
            database: engine.database,
            process: process,
            lease: max(interval * 3, .seconds(5)),
            now: engine.now
        )
    }

    package func run() async throws {
        let failure: Logger.Message = "the waves of runs could not be looked at"
        await leadership.attend(every: interval, wokenBy: engine.signals.events, engine.logger, failure) {
            try await self.look()
        }
    }

    /// Looks once.
    ///
    /// - Returns: How many runs something followed for.
    /// - Throws: ``StoreError``
    @discardableResult
    package func look() async throws -> Int {
        guard try await leadership.holds() else {
            // What another node does meanwhile is not seen here.
            memory.withLock { $0 = Memory() }
            return 0
        }
        var changed = 0
        for run in try await due(at: engine.now()) {
            // Whatever is wrong with one run must not keep the others.
            do {
                if try await carryOn(run) { changed += 1 }
                memory.withLock { _ = $0.told.remove(run) }
            } catch { tell(of: run, error) }
        }
        return changed
    }

    /// Runs for which something follows now.
    private func due(at moment: Timestamp) async throws -> [RunID] {
        let known = memory.withLock(\.quiet)
        let seen = try await engine.database.read { try Seen($0, known, at: moment) }
        memory.withLock { memory in
            memory.quiet = seen.quiet
            memory.told.formIntersection(seen.all)
        }
        for run in seen.unreadable {
            tell(of: run, StoreError.corrupt("how far the waves of a run have come"))
        }
        return seen.due
    }

    /// Once: what is wrong with a run is wrong at every look.
    private func tell(of run: RunID, _ error: any Error) {
        guard memory.withLock({ $0.told.insert(run).inserted }) else { return }
        engine.logger.warning(
            "the waves of a run could not go on",
            metadata: ["run": "\(run)", "error": "\(error)"]
        )
    }

    private func carryOn(_ run: RunID) async throws -> Bool {
        let first = try await carryOn(run, lockingOut: false)
        guard first.awaitsRelease else { return first.isChanged }
        return try await carryOn(run, lockingOut: true).isChanged || first.isChanged
    }

    private func carryOn(_ run: RunID, lockingOut: Bool) async throws -> Outcome {
        let outcome = try await engine.withVerdictsWhereReadable { unreadable in
            let now = engine.now()
            let manner = RunWaveSteps.Manner(lockingOut: lockingOut, unreadable: unreadable)
            return try await engine.database.write { [engine] connection in
                guard var steps = try RunWaveSteps(run, engine, connection, manner, at: now) else {
                    return Outcome()
                }
                let isChanged = try steps.carryOn()
                return Outcome(
                    isChanged: isChanged,
                    awaitsRelease: steps.awaitsRelease,
                    rollback: steps.rollback,
                    tally: steps.tally
                )
            }
        }
        guard outcome.isChanged else { return outcome }
        EngineMetrics.count(outcome.tally)
        if let rollback = outcome.rollback { EngineMetrics.accepted(rollback) }
        engine.signals.announce(.work)
        engine.signals.announce(.events)
        return outcome
    }

    private struct Outcome {
        var isChanged = false
        var awaitsRelease = false
        var rollback: RunView?
        var tally = RunTally()
    }
}

extension WaveWatch {
    /// What the looks before found, so that a run of which nothing has changed costs nothing.
    private struct Memory {
        /// Runs for which nothing followed.
        var quiet: [RunID: Quiet] = [:]
        /// Runs that the log was told of: they cannot go on.
        var told: Set<RunID> = []
    }

    /// How a run stood when nothing followed.
    private struct Quiet {
        let run: WaveTable.Open
        /// When something follows by time alone.
        let until: Timestamp?

        func holds(for run: WaveTable.Open, at moment: Timestamp) -> Bool {
            run == self.run && until.map { moment < $0 } ?? true
        }
    }

    /// How the runs stand that something may follow for.
    private struct Seen {
        private(set) var due: [RunID] = []
        private(set) var quiet: [RunID: Quiet] = [:]
        /// Those of which nobody knows how they stand.
        private(set) var unreadable: [RunID] = []
        private(set) var all: Set<RunID> = []

        init(_ connection: any Connection, _ known: [RunID: Quiet], at moment: Timestamp) throws {
            let table = WaveTable(connection)
            for open in try table.open(at: moment) {
                all.insert(open.run)
                if let before = known[open.run], before.holds(for: open, at: moment) {
                    quiet[open.run] = before
                    continue
                }
                do {
                    guard let rollout = try table.find(open.run) else { continue }
                    if rollout.next(try table.counts(of: open.run), at: moment) != nil {
                        due.append(open.run)
                    } else {
                        quiet[open.run] = Quiet(run: open, until: rollout.due)
                    }
                } catch StoreError.corrupt { unreadable.append(open.run) }
            }
        }
    }
}
