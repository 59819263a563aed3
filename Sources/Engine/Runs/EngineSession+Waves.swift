package import Contract
import Domain
import Store

extension EngineSession {
    package func releaseWave(_ wave: Int, of id: RunID) async throws(Problem) -> RunView {
        try await carryOut(.steerWaves, on: "run:\(id)") {
            try await steer(id) { steps, now in
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
            return try await steer(id) { steps, now in
                guard steps.rollout.state == .open else { throw Problem.wavesOver(id) }
                return .stop(steps.rollout.stop(by: signedIn.name, for: reason, steps.counts, at: now))
            }
        }
    }

    /// Takes a step that a person wants, and what follows from it.
    private func steer(
        _ id: RunID,
        _ decide: @escaping @Sendable (RunWaveSteps, Timestamp) throws -> RunRollout.Step?
    ) async throws(Problem) -> RunView {
        let (run, rollback, tally) = try await answer {
            try await engine.withVerdicts {
                let now = engine.now()
                return try await engine.database.write { connection -> (RunView, RunView?, RunTally) in
                    guard var steps = try RunWaveSteps(id, engine, connection, at: now) else {
                        throw try RunTable(connection).find(id) == nil
                            ? Problem.missing(run: id) : Problem.wavesOver(id)
                    }
                    // What is stopped may be rolled back, so all of it has to be within reach.
                    try requireScope(.steerWaves, steps.tasks, of: steps.tasks, connection)
                    if let step = try decide(steps, now) {
                        let actor = RunWaveSteps.Actor(
                            name: signedIn.name,
                            source: signedIn.source.rawValue,
                            request: (id: signedIn.requestID, trace: signedIn.trace)
                        )
                        let audited = entry(
                            Operation.steerWaves.rawValue,
                            on: "run:\(id)",
                            detail: step.detail
                        )
                        try steps.take(step, by: actor, audit: audited)
                        _ = try steps.carryOn()
                    }
                    guard let run = try Self.whole(id, connection: connection) else {
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
}

extension RunRollout {
    /// - Throws: ``Problem`` when what the run did is undone, so that there is nothing to go on from.
    func requireNotUndone(_ run: RunID) throws(Problem) {
        guard state == .stopping || stopped?.rollbackRunID != nil else { return }
        let detail: Phrase = "Run \(run, as: "run") was stopped and is rolled back; start a new one."
        throw Problem(.conflict, as: "run_rolled_back", detail)
    }
}

extension RunRollout.Step {
    /// For the history.
    fileprivate var detail: [String: String] {
        switch self {
        case .release(let wave): ["release": "\(wave)"]
        case .stop(let stop):
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
