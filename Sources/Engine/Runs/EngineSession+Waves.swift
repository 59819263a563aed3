package import Contract
import Domain
import Store

extension EngineSession {
    package func releaseWave(_ wave: Int, of id: RunID) async throws(Problem) -> RunView {
        try await carryOut(.steerWaves, on: "run:\(id)") {
            try await steer(id, lockingOut: true) { steps, now in
                guard !steps.rollout.isReleased(wave) else { return nil }
                guard steps.rollout.state == .open, let next = steps.rollout.following else {
                    throw Problem.wavesOver(id)
                }
                guard wave == next else {
                    let detail: Phrase = """
                        The next wave of run \(id, as: "run") is \(next, as: "wave"); look at it again.
                        """
                    throw Problem(.conflict, as: "wave_not_next", detail)
                }
                return .release(wave)
            }
        }
    }

    package func stopWaves(of id: RunID, reason: String) async throws(Problem) -> RunView {
        try await carryOut(.steerWaves, on: "run:\(id)") {
            let missing = Problem.Fault("/reason", .required, as: "stop_reason", "A stop says why.")
            try RunRequestRules.require(reason: reason, elseFault: missing)
            return try await steer(id, lockingOut: false) { steps, now in
                let rollout = steps.rollout
                // What only begins later has nothing to stop; it is canceled.
                guard rollout.state == .open, rollout.plan != nil else { throw Problem.wavesOver(id) }
                let stop = rollout.stop(by: signedIn.name, for: reason, steps.counts, at: now)
                return .stop(stop, undoing: rollout.undoesWhatItStops)
            }
        }
    }

    /// Takes a step that a person wants, and what follows from it.
    private func steer(
        _ id: RunID,
        lockingOut: Bool,
        _ decide: @escaping @Sendable (RunWaveSteps, Timestamp) throws -> RunRollout.Step?
    ) async throws(Problem) -> RunView {
        let (run, rollback, tally) = try await answer {
            try await engine.withVerdictsWhereReadable { unreadable in
                let now = engine.now()
                let manner = RunWaveSteps.Manner(lockingOut: lockingOut, unreadable: unreadable)
                return try await engine.database.write { connection -> (RunView, RunView?, RunTally) in
                    guard var steps = try RunWaveSteps(id, engine, connection, manner, at: now) else {
                        throw try RunTable(connection).find(id) == nil
                            ? Problem.missing(run: id) : Problem.wavesOver(id)
                    }
                    // What is stopped may be rolled back, so all of it has to be within reach.
                    try requireScope(.steerWaves, steps.tasks, of: steps.tasks, connection)
                    try steer(id, &steps, try decidedOn(&steps, decide, now))
                    guard let run = try Self.whole(id, connection: connection, at: now) else {
                        throw Problem.missing(run: id)
                    }
                    return (run, steps.rollback, steps.tally)
                }
            }
        }
        EngineMetrics.count(tally)
        if let rollback { EngineMetrics.accepted(rollback) }
        engine.signals.announce(.work)
        engine.signals.announce(.events)
        return run
    }

    /// What follows by itself comes first: a run that is over is not stopped, nor rolled back.
    private func decidedOn(
        _ steps: inout RunWaveSteps,
        _ decide: (RunWaveSteps, Timestamp) throws -> RunRollout.Step?,
        _ now: Timestamp
    ) throws -> RunRollout.Step? {
        _ = try steps.carryOn()
        return try decide(steps, now)
    }

    private func steer(_ id: RunID, _ steps: inout RunWaveSteps, _ step: RunRollout.Step?) throws {
        guard let step else { return }
        let actor = RunWaveSteps.Actor(
            name: signedIn.name,
            source: signedIn.source.rawValue,
            request: (id: signedIn.requestID, trace: signedIn.trace)
        )
        let audited = entry(Operation.steerWaves.rawValue, on: "run:\(id)", detail: step.detail)
        try steps.take(step, by: actor, audit: audited)
        _ = try steps.carryOn()
    }
}

extension RunRollout {
    /// - Throws: ``Problem`` when what the run did is undone, so that there is nothing to go on from; ``StoreError``
    func requireNotUndone(_ run: RunID, _ connection: any Connection) throws {
        guard try isUndone(run, connection) else { return }
        let detail: Phrase = "Run \(run, as: "run") was stopped and is rolled back; start a new one."
        throw Problem(.conflict, as: "run_rolled_back", detail)
    }

    private func isUndone(_ run: RunID, _ connection: any Connection) throws -> Bool {
        if state == .stopping || stopped?.rollbackRunID != nil { return true }
        guard canReopen, plan != nil else { return false }
        // By a person, after the stop; or by those to whom the rollback left every place.
        if try RunTable(connection).isUndone(run) { return true }
        return try stopped != nil && undoesWhatItStops && RunUndo(of: run, connection).isGone
    }
}

extension RunRollout.Step {
    /// For the history.
    fileprivate var detail: [String: String] {
        switch self {
        case .release(let wave): ["release": "\(wave)"]
        case .stop(let stop, _):
            ["stop": stop.reason ?? "", "failed": "\(stop.failed)", "begun": "\(stop.begun)"]
        case .soak, .finish, .resume, .rollBack, .end, .cancel, .rolledBack, .reopen: [:]
        }
    }
}

extension Problem {
    fileprivate static func wavesOver(_ run: RunID) -> Problem {
        let detail: Phrase = "Run \(run, as: "run") has no wave that is still to begin, and nothing to stop."
        return Problem(.conflict, as: "no_waves", detail)
    }
}
