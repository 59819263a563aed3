import Contract
import Domain
import Logging
import ServiceLifecycle
import Store

/// Begins runs at their time and their waves one after the other, and stops those of which too much has failed.
///
/// One node at a time does so. What follows is decided from what is in the database and written in one transaction, so
/// nothing is lost or done twice, whoever ends or takes over.
package struct WaveWatch: Service {
    private let engine: Engine
    private let leadership: Leadership
    private let interval: Duration

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
            try await look()
        }
    }

    /// Looks once.
    ///
    /// - Returns: How many runs something followed for.
    /// - Throws: ``StoreError``
    @discardableResult
    package func look() async throws -> Int {
        guard try await leadership.holds() else { return 0 }
        let moment = engine.now()
        let due = try await engine.database.read { try Self.due($0, at: moment) }
        var changed = 0
        for run in due {
            // Whatever is wrong with one run must not keep the others.
            do {
                if try await carryOn(run) { changed += 1 }
            } catch {
                engine.logger.warning(
                    "the waves of a run could not go on",
                    metadata: ["run": "\(run)", "error": "\(error)"]
                )
            }
        }
        return changed
    }

    /// Runs for which something follows now.
    private static func due(_ connection: any Connection, at moment: Timestamp) throws -> [RunID] {
        let table = WaveTable(connection)
        return try table.open().filter { run in
            guard let rollout = try table.find(run) else { return false }
            return rollout.next(try table.counts(of: run), at: moment) != nil
        }
    }

    private func carryOn(_ run: RunID) async throws -> Bool {
        let (changed, rollback, tally) = try await engine.withVerdicts {
            let now = engine.now()
            return try await engine.database.write { [engine] connection in
                guard var steps = try RunWaveSteps(run, engine, connection, at: now) else {
                    return (false, RunView?.none, RunTally())
                }
                return (try steps.carryOn(), steps.rollback, steps.tally)
            }
        }
        guard changed else { return false }
        EngineMetrics.count(tally)
        if let rollback { EngineMetrics.accepted(rollback) }
        engine.signals.announce(.work)
        engine.signals.announce(.events)
        return true
    }
}
