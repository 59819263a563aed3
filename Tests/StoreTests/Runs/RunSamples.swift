import Contract
import Domain
import Store

extension Database {
    /// Registers skills and creates providers, so that tasks have something to refer to.
    func prepare(skills: [String], providers: [ProviderID]) async throws {
        try await register(skills.map { skill($0) })
        try await write { connection in
            for provider in providers {
                _ = try ProviderTable(connection).put(
                    provider,
                    ProviderSettings(kind: .http, displayName: provider.rawValue),
                    at: start
                )
            }
        }
    }

    func skillID(_ name: String) async throws -> SkillID {
        guard let skill = try await read({ try SkillTable($0).skill(named: name) }) else {
            throw StoreError.corrupt("no skill \(name)")
        }
        return skill.id
    }

    /// Adds a run with one task for each skill on each provider, created so many microseconds after the start.
    @discardableResult
    func addRun(
        _ skills: [String],
        on providers: [ProviderID],
        after delay: Int = 0,
        due: Timestamp = start
    ) async throws -> [InstallTask] {
        let created = start + .microseconds(delay)
        var tasks: [InstallTask] = []
        let run = RunView.sample(at: created, targets: skills.count * providers.count)
        for name in skills {
            let id = try await skillID(name)
            for provider in providers {
                tasks.append(
                    InstallTask(
                        id: .make(at: created),
                        runID: run.id,
                        kind: .install,
                        skillID: id,
                        skill: name,
                        version: 1,
                        digest: "digest-\(name)-v1",
                        provider: provider,
                        state: .queued(due: due),
                        requestID: run.requestID
                    )
                )
            }
        }
        let added = tasks
        try await write { connection in
            try RunTable(connection).insert(run)
            try TaskTable(connection).insert(added)
        }
        return tasks
    }

    func claim(
        _ limit: Int,
        from provider: ProviderID,
        by worker: String = "w1",
        at now: Timestamp = start
    ) async throws -> [ClaimedTask] {
        let lease = InstallTask.Lease(
            worker: worker,
            token: UUIDv7.make(at: now),
            expires: now + .seconds(15)
        )
        return try await write { connection in
            try TaskTable(connection).claim(from: provider, limit: limit, lease: lease, at: now).tasks
        }
    }

    /// Ends a claimed task as a worker would.
    func finish(_ task: InstallTask, _ action: InstallTask.Action, at now: Timestamp = start) async throws {
        let next = try task.applying(action, at: now)
        try await write { try TaskTable($0).save(next, over: task.state, at: now) }
    }
}

extension RunView {
    static func sample(at created: Timestamp, targets: Int = 1) -> RunView {
        var counts = TaskCounts()
        counts.queued = targets
        return RunView(
            id: .make(at: created),
            kind: .install,
            status: .queued,
            requestedBy: "ann",
            source: .api,
            reason: nil,
            parentRunID: nil,
            createdAt: created,
            startedAt: nil,
            finishedAt: nil,
            counts: counts,
            requestID: "request-1",
            tasks: nil
        )
    }
}

extension ProviderID {
    static var alpha: ProviderID { .init(rawValue: "alpha") }
    static var beta: ProviderID { .init(rawValue: "beta") }
}
