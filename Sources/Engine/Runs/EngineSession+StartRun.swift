package import Contract
import Domain
import Store

extension EngineSession {
    package func planRun(_ request: RunRequest) async throws(Problem) -> PlanView {
        try await permit(.planRun)
        return try await answer {
            try await withVerdicts {
                let now = engine.now()
                let faults = RunRequestRules.faults(request, at: now)
                return try await engine.database.read { [engine] connection in
                    try RunPlanner(connection, preflights: engine.preflights, scans: engine.scans, at: now)
                        .plan(request, faults: faults).view
                }
            }
        }
    }

    package func startRun(
        _ request: RunRequest,
        idempotencyKey: String?,
        source: CommandSource
    ) async throws(Problem) -> RunView {
        if request.waves?.onStop == .rollback { try await permit(.rollbackRun) }
        return try await carryOut(.startRun, on: "run", source: source) {
            try await start(request, idempotencyKey, source)
        }
    }

    private func start(_ request: RunRequest, _ idempotencyKey: String?, _ source: CommandSource)
        async throws(Problem) -> RunView
    {
        if let key = idempotencyKey, key.isEmpty || key.utf8.count > 255 {
            let fault = Problem.Fault("header:Idempotency-Key", .length, "A key has 1 to 255 bytes.")
            throw Problem(.validationFailed, "The idempotency key cannot be used.", errors: [fault])
        }
        let run = try await answer {
            let key = try idempotencyKey.map {
                IdempotencyKey(key: $0, fingerprint: Fingerprint.of(try JSON.encode(request)))
            }
            let faults = RunRequestRules.faults(request, at: engine.now())
            return try await withVerdicts {
                do {
                    return try await engine.database.write {
                        try start(request, faults, key, source, connection: $0)
                    }
                } catch StoreError.conflict where key != nil {
                    // Where several write at once this is found out only when the other has committed: its answer
                    // is there now.
                    return try await afterConflict {
                        try start(request, faults, key, source, connection: $0)
                    }
                }
            }
        }
        EngineMetrics.accepted(run)
        engine.signals.announce(.work)
        engine.signals.announce(.events)
        return run
    }

    private func afterConflict<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        do { return try await engine.database.write(body) } catch StoreError.conflict {
            let detail: Phrase = "Another request with this key was just answered."
            throw Problem(.idempotencyKeyInUse, as: "just_answered", detail)
        }
    }

    private struct IdempotencyKey: Sendable {
        let key: String
        let fingerprint: String
    }

    private func start(
        _ request: RunRequest,
        _ faults: [Problem.Fault],
        _ key: IdempotencyKey?,
        _ source: CommandSource,
        connection: any Connection
    ) throws -> RunView {
        if let key, let stored = try IdempotencyTable(connection).find(caller: signedIn.name, key: key.key) {
            guard stored.fingerprint == key.fingerprint else {
                let detail: Phrase = "The key was used for a different request before."
                throw Problem(.idempotencyKeyReused, as: "other_request", detail)
            }
            return try JSON.decode(RunView.self, from: stored.answer.utf8)
        }
        let now = engine.now()
        let planner = RunPlanner(connection, preflights: engine.preflights, scans: engine.scans, at: now)
        let plan = try planner.plan(request, faults: faults)
        try requireScope(of: plan, request, connection)
        try check(plan, against: request)
        let run = RunView.new(
            request.kind,
            by: signedIn,
            source: source,
            reason: request.reason,
            startAt: request.startAt,
            at: now
        )
        let created = try accept(plan, as: run, connection, at: now)
        if let key {
            try IdempotencyTable(connection).save(
                caller: signedIn.name,
                key: key.key,
                fingerprint: key.fingerprint,
                answer: try JSON.text(created),
                at: now
            )
        }
        return created
    }

    /// Saves the run; what takes an approval waits for it.
    private func accept(
        _ plan: RunPlanner.Plan,
        as run: RunView,
        _ connection: any Connection,
        at now: Timestamp
    )
        throws -> RunView
    {
        var awaited = AwaitedApproval()
        let rollout = RunRollout(plan.request, sizes: plan.sizes, at: now)
        let tasks = plan.targets.map { target in
            let task = target.task(of: run, rollout, at: now)
            if !target.approval.isEmpty { awaited.add(task.id, on: target.provider, for: target.approval) }
            return task
        }
        try signedIn.requireSomebody(.startRun, run.id, where: awaited.takesTwo)
        let waiting = awaited.request(by: signedIn, at: now, for: engine.approvalWait)
        var detail = ["kind": run.kind.rawValue, "targets": "\(tasks.count)", "plan": plan.hash]
        detail["awaiting_approval"] = waiting.map { "\($0.tasks.count)" }
        detail["start_at"] = run.startAt?.description
        detail["waves"] = plan.request.waves == nil ? nil : "\(plan.sizes.count)"
        let audited = entry(
            Operation.startRun.rawValue,
            on: "run:\(run.id)",
            source: run.source,
            detail: detail
        )
        let new = NewRun(run: run, tasks: tasks, request: waiting, rollout: rollout, in: signedIn.trace)
        return try new.save(connection, audit: audited, at: now)
    }

    /// Names every provider and skill of the request that the caller may not change.
    private func requireScope(
        of plan: RunPlanner.Plan,
        _ request: RunRequest,
        _ connection: any Connection
    ) throws {
        guard !signedIn.scope.isEverything else { return }
        let skills = stride(from: 0, to: plan.targets.count, by: max(1, request.providers.count))
            .map { plan.targets[$0].skill.skillID }
        let owners = try SkillTable(connection).owners(of: skills)
        var places = skills.enumerated().compactMap { index, id in
            owners[id].map { Touched("/skills/\(index)/name", .namespace($0)) }
        }
        places += request.providers.enumerated().map { Touched("/providers/\($0)", .provider($1)) }
        try requireScope(.startRun, places)
    }

    private func check(_ plan: RunPlanner.Plan, against request: RunRequest) throws(Problem) {
        if let expected = request.planHash, expected != plan.hash {
            throw Problem(.planChanged, as: "hash", "The plan has changed since it was shown.")
        }
        var faults: [Problem.Fault] = []
        for (index, target) in plan.targets.enumerated() where target.view.action == .blocked {
            let skill = index / request.providers.count
            let reasons = target.view.reasons.filter { $0.level == .error }
            for reason in reasons {
                faults.append(
                    .init(
                        pointer: "/skills/\(skill)",
                        code: reason.code,
                        detail: "\(target.view.skill) on \(target.view.provider): \(reason.message)",
                        path: reason.path,
                        line: reason.line,
                        fix: reason.fix
                    )
                )
            }
        }
        guard faults.isEmpty else {
            throw Problem(
                .validationFailed,
                as: "blocked_targets",
                "Some targets are blocked; leave them out or mend them.",
                errors: faults
            )
        }
    }

    func withVerdicts<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await engine.withVerdicts(body)
    }
}
