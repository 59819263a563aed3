package import Contract
import Synchronization

extension FixtureControlPlane {
    package func planRun(_ request: RunRequest) async throws(Problem) -> PlanView {
        state.withLock { $0.runRequests.append(request) }
        let plan: PlanView = try answer("planRun", "planRun")
        return state.withLock(\.isPlanBlocked) ? plan.blockedByTheScan : plan
    }

    package func startRun(
        _ request: RunRequest,
        idempotencyKey: String?,
        source: CommandSource
    ) async throws(Problem) -> RunView {
        state.withLock { $0.runRequests.append(request) }
        return try answer("startRun", "startRun \(idempotencyKey ?? "-") \(source)")
    }

    package func runs(_ query: RunQuery) async throws(Problem) -> Page<RunView> {
        let page: Page<RunView> = try answer("listRuns", "runs \(query)")
        guard !isEmpty else { return Page(items: [], nextCursor: nil) }
        if let sampleRuns { return sampleRuns.list(query) }
        if query.approval != nil { return Page(items: [], nextCursor: nil) }
        if let parent = query.parent {
            return Page(items: page.items.filter { $0.parentRunID == parent }, nextCursor: nil)
        }
        guard let status = query.status else { return page }
        return Page(items: page.items.prefix(1).map { $0.sample(status) }, nextCursor: page.nextCursor)
    }

    package func run(_ id: RunID) async throws(Problem) -> RunView {
        let sample: RunView = try answer("getRun", "run \(id)")
        guard let sampleRuns else { return sample }
        guard let run = sampleRuns.find(id) else { throw Problem(.notFound, "There is no run \(id).") }
        return run
    }

    package func retryRun(_ id: RunID) async throws(Problem) -> RunView {
        let sample: RunView = try answer("retryRun", "retryRun \(id)")
        return try moved(id, [.failed, .canceled], .queued, .nothingToRetry) ?? sample
    }

    package func cancelRun(_ id: RunID) async throws(Problem) -> RunView {
        let sample: RunView = try answer("cancelRun", "cancelRun \(id)")
        return try moved(id, [.queued, .running, .retryWait], .canceled, .nothingToCancel) ?? sample
    }

    private func moved(_ id: RunID, _ from: Set<TaskStatus>, _ to: TaskStatus, _ refusal: ProblemCode)
        throws(Problem) -> RunView?
    {
        guard let sampleRuns else { return nil }
        guard let run = sampleRuns.move(id, from: from, to: to) else {
            throw Problem(refusal, "No target of run \(id) is in such a state.")
        }
        publish(
            .event(
                EventView(
                    position: 1000 + Int64(calls.count),
                    kind: .runChanged,
                    at: run.createdAt,
                    runID: id,
                    status: run.status.rawValue
                )
            )
        )
        return run
    }

    package func approveRun(_ id: RunID, comment: String?, requestedAt: Timestamp?) async throws(Problem)
        -> RunView
    {
        let sample: RunView = try answer("approveRun", "approveRun \(id) \(comment ?? "-")")
        let known = sampleRuns?.find(id)?.approval?.requestedAt
        if let requestedAt, let known, known != requestedAt {
            throw Problem(.conflict, as: "approval_changed", "Run \(id, as: "run") waits for something else.")
        }
        return try decided(id, .approved, comment) ?? sample
    }

    package func refuseRun(_ id: RunID, comment: String) async throws(Problem) -> RunView {
        let sample: RunView = try answer("refuseRun", "refuseRun \(id) \(comment)")
        return try decided(id, .refused, comment) ?? sample
    }

    private func decided(_ id: RunID, _ state: RunApproval.State, _ comment: String?) throws(Problem)
        -> RunView?
    {
        guard let sampleRuns else { return nil }
        guard let run = sampleRuns.decide(id, state, comment) else {
            throw Problem(.conflict, "Run \(id) waits for no approval.")
        }
        return run
    }

    package func releaseWave(_ wave: Int, of id: RunID) async throws(Problem) -> RunView {
        let sample: RunView = try answer("releaseWave", "releaseWave \(wave) \(id)")
        guard let sampleRuns else { return sample }
        guard let run = sampleRuns.release(wave, of: id) else {
            throw Problem(
                .conflict,
                as: "no_waves",
                "Run \(id, as: "run") has no wave that is still to begin, and nothing to stop."
            )
        }
        return run
    }

    package func stopWaves(of id: RunID, reason: String) async throws(Problem) -> RunView {
        let sample: RunView = try answer("stopWaves", "stopWaves \(id) \(reason)")
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw Problem(
                .validationFailed,
                "The reason cannot be taken.",
                errors: [.init("/reason", .required, as: "stop_reason", "A stop says why.")]
            )
        }
        guard let sampleRuns else { return sample }
        guard let run = sampleRuns.stop(id, reason) else {
            throw Problem(
                .conflict,
                as: "no_waves",
                "Run \(id, as: "run") has no wave that is still to begin, and nothing to stop."
            )
        }
        return run
    }

    /// Refuses an empty reason, as the engine does.
    package func rollbackRun(_ id: RunID, reason: String, source: CommandSource) async throws(Problem)
        -> RunView
    {
        let sample: RunView = try answer("rollbackRun", "rollbackRun \(id) \(reason) \(source)")
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw Problem(
                .validationFailed,
                "The reason cannot be taken.",
                errors: [.init("/reason", .required, "A rollback says why.")]
            )
        }
        sampleRuns?.add(sample)
        return sample
    }

    package func installations(_ query: InstallationQuery) async throws(Problem) -> Page<InstallationView> {
        try answer("listInstallations", "installations \(query)")
    }
}
