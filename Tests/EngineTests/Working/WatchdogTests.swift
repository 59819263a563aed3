import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct WatchdogTests {
    /// Puts tasks of one run into the database as if a worker held them, each of a skill of its own.
    private func hold(
        _ count: Int,
        by worker: String,
        until expires: Timestamp,
        in world: World
    ) async throws -> RunView {
        let name = "held-by-\(worker)"
        try await world.addSkill(name)
        let run = try await world.start([.init(name: name)], on: ["alpha"])
        let task = try #require(run.tasks?.first)
        try await world.database.write { connection in
            try multiply(task.id, named: name, by: count, connection)
            try connection.run(
                """
                UPDATE install_tasks SET status = 'running', due_at = NULL, attempt = 1, lease_worker = \(worker),
                    lease_token = id, lease_expires_at = \(expires), claimed_at = \(ManualClock.start)
                WHERE run_id = \(run.id)
                """
            )
            try connection.run(
                """
                UPDATE install_runs SET queued = 0, running = \(count), status = 'running' WHERE id = \(run.id)
                """
            )
        }
        return run
    }

    /// Has so many of a task and of its skill, in the same run.
    private func multiply(_ task: TaskID, named name: String, by count: Int, _ connection: any Connection)
        throws
    {
        let numbers: Query = """
            WITH RECURSIVE numbers (number) AS
                (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < \(count))
            """
        try connection.run(
            """
            \(numbers) INSERT INTO skills (id, name, description, owner, tags, state, latest_version,
                version_count, created_at, updated_at)
            SELECT id || number, name || number, description, owner, tags, state, latest_version, version_count,
                created_at, updated_at FROM skills, numbers WHERE name = \(name) AND number < \(count)
            """
        )
        try connection.run(
            """
            \(numbers) INSERT INTO install_tasks (id, run_id, kind, skill_id, skill, version, digest, provider_id,
                status, due_at, attempt, max_attempts, rescues, cancel_requested)
            SELECT id || number, run_id, kind, skill_id || number, skill || number, version, digest, provider_id,
                status, due_at, attempt, max_attempts, rescues, cancel_requested
            FROM install_tasks, numbers WHERE id = \(task) AND number < \(count)
            """
        )
    }

    /// Puts one task of the run into a worker's hands, as when what it sent last is carried out after its death.
    private func commitLate(
        by worker: String,
        of run: RunView,
        until expires: Timestamp,
        in world: World
    ) async throws {
        try await world.database.write { connection in
            try connection.run(
                """
                UPDATE install_tasks SET status = 'running', due_at = NULL, lease_worker = \(worker),
                    lease_token = 'late', lease_expires_at = \(expires), claimed_at = \(ManualClock.start)
                WHERE id = (SELECT min(id) FROM install_tasks WHERE run_id = \(run.id))
                """
            )
            try connection.run(
                """
                UPDATE install_runs SET retry_wait = retry_wait - 1, running = running + 1 WHERE id = \(run.id)
                """
            )
        }
    }

    // JOB-07
    @Test func oneStuckTaskIsFoundBehindTenThousandHealthyOnes() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            let later = world.clock.now + .seconds(600)
            let healthy = try await hold(10_000, by: "healthy", until: later, in: world)
            let stuck = try await hold(1, by: "stuck", until: world.clock.now + .seconds(1), in: world)
            world.clock.advance(by: .seconds(2))
            #expect(try await world.engine.watchdog().patrol() == 1)
            #expect(try await world.task(stuck, on: "alpha")?.status == .retryWait)
            let run = try await world.database.read { try RunTable($0).find(healthy.id) }
            #expect(run?.counts.running == 10_000)
            #expect(try await world.engine.watchdog().patrol() == 0)
        }
    }

    /// JOB-07: whatever is wrong with the clocks of those that wait.
    @Test func tasksAreTakenBackAlsoWhereClocksCannotBeRead() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha") { $0.queueTimeoutSeconds = 60 }
            try await world.addProvider("strange")
            let stuck = try await hold(1, by: "stuck", until: world.clock.now + .seconds(1), in: world)
            let watchdog = world.engine.watchdog()
            try await watchdog.patrol()
            world.clock.advance(by: .seconds(2))
            // Of the duty, of what lapsed, of the clocks.
            world.faults.fail(.read, 3)
            #expect(try await watchdog.patrol() == 1)
            #expect(world.faults.accesses(.read) == 3)
            #expect(try await world.task(stuck, on: "alpha")?.status == .retryWait)
            // One whose settings this program does not understand stops nobody else's.
            try await world.database.write { connection in
                try connection.run("UPDATE providers SET settings = '{}' WHERE id = 'strange'")
            }
            try await world.pass(.seconds(60), under: watchdog)
            let ended = try await world.database.read { try TaskTable($0).all(of: stuck.id).first }
            #expect(ended?.lastError?.code == .watchdogTimeout)
        }
    }

    /// However many have waited too long, a dead worker's tasks do not wait for them.
    @Test func aRoundEndsOneBatchAtTheMost() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha") { $0.queueTimeoutSeconds = 60 }
            let run = try await hold(501, by: "w0", until: world.clock.now + .seconds(600), in: world)
            try await world.database.write { connection in
                try connection.run(
                    """
                    UPDATE install_tasks SET status = 'queued', due_at = \(ManualClock.start), attempt = 0,
                        lease_worker = NULL, lease_token = NULL, lease_expires_at = NULL
                    WHERE run_id = \(run.id)
                    """
                )
                try connection.run(
                    "UPDATE install_runs SET queued = 501, running = 0, status = 'queued' WHERE id = \(run.id)"
                )
            }
            let watchdog = world.engine.watchdog()
            try await world.pass(.seconds(60), under: watchdog)
            #expect(try await world.open() == 1)
            try await watchdog.patrol()
            #expect(try await world.open() == 0)
        }
    }

    // JOB-07
    @Test func aTaskThatWorkersKeepDyingOverIsGivenUp() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            let gate = Gate()
            world.providers.on("alpha") { _, _ in
                await gate.pass()
                return .waiting(.zero)
            }
            let run = try await world.start(["demo"], on: ["alpha"])
            for rescue in 1...InstallTask.maximumRescues + 1 {
                let worker = world.worker("w\(rescue)")
                await worker.cycle()
                await gate.arrivals(rescue)
                world.clock.advance(by: .seconds(16))
                #expect(try await world.engine.watchdog().patrol() == 1)
            }
            let ended = try await world.admin.run(run.id)
            #expect(ended.status == .failed)
            #expect(ended.tasks?.first?.error?.code == .watchdogTimeout)
            #expect(ended.tasks?.first?.attempts?.map(\.outcome) == Array(repeating: "lease_lost", count: 11))
            gate.open()
        }
    }

    // JOB-16
    @Test func theTasksOfADeadWorkerAreTakenOverWithoutWaitingForTheirLeases() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            let expires = world.clock.now + .seconds(600)
            let run = try await hold(1000, by: "dead", until: expires, in: world)
            let living = try await hold(3, by: "living", until: expires, in: world)
            let process = ProcessIdentity.current.text
            var gone = process.split(separator: "/")
            gone[gone.count - 1] = "1"  // the same number, started at another time
            let dead = (process.hasPrefix("/") ? "/" : "") + gone.joined(separator: "/")
            try await world.database.write { connection in
                try WorkerTable(connection).see("dead", process: dead, at: ManualClock.start)
                try WorkerTable(connection).see("living", process: process, at: ManualClock.start)
                try WorkerTable(connection).see(
                    "elsewhere",
                    process: "other-boot/pid:[1]/1/1",
                    at: ManualClock.start
                )
            }
            let watchdog = world.engine.watchdog()
            #expect(try await watchdog.patrol() == 500)
            #expect(try await watchdog.patrol() == 500)
            #expect(try await watchdog.patrol() == 0)
            try await commitLate(by: "dead", of: run, until: expires, in: world)
            #expect(try await watchdog.patrol() == 1)
            world.clock.advance(by: .seconds(16))
            #expect(try await watchdog.patrol() == 0)
            #expect(
                try await world.database.read { try WorkerTable($0).all().map(\.id) } == [
                    "elsewhere", "living",
                ]
            )
            #expect(try await world.admin.run(living.id).counts.running == 3)
            #expect(try await world.admin.run(run.id).counts.retryWait == 1000)
            let worker = world.worker("w2")
            try await world.work(worker) { try await world.open() == 3 }
            #expect(try await world.admin.run(run.id).status == .success)
        }
    }

    @Test func aProcessKnowsItselfAndCallsOnlyItsOwnDead() {
        let process = ProcessIdentity.current
        #expect(!process.knowsDead(process.text))
        #expect(!process.knowsDead("another-boot/pid:[4026531836]/1/77"))
        #expect(!process.knowsDead(""))
        #expect(process.knowsDead(process.text + "0"))
    }

    // JOB-08
    @Test(arguments: ["before", "target", "step"])
    func aTaskThatCannotBeReadEndsFailedAndHoldsUpNobody(_ column: String) async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            try await world.addSkill("fine")
            let run = try await world.start(["demo", "fine"], on: ["alpha"])
            try await spoil(column, of: "demo", in: world)
            let ended = try await world.finish(run)
            #expect(ended.status == .partialFailed)
            let task = try #require(ended.tasks?.first { $0.skill == "demo" })
            #expect(task.status == .failed)
            #expect(task.error?.code == .internal)
            #expect(world.providers.calls.count == 1)
            #expect(!(await world.worker().cycle()))
            let audited = try await world.admin.audit(AuditQuery(action: "task.unreadable")).items
            #expect(audited.map(\.subject) == ["task:\(task.id)"])
        }
    }

    /// JOB-08: also when it becomes unreadable while a worker holds it.
    @Test func aRunningTaskThatCannotBeReadStopsNeitherTheWatchdogNorTheWorker() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            for skill in ["demo", "fine", "slow"] { try await world.addSkill(skill) }
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                await gate.pass()
                return try await ScriptedProviders.obey(order, journal)
            }
            let first = try await world.start(["demo", "fine"], on: ["alpha"])
            let worker = world.worker()
            await worker.cycle()
            await gate.arrivals(2)
            try await spoil("before", of: "demo", in: world)
            gate.open()
            try await world.settle(worker, afterCalls: 2)
            #expect(try await world.admin.run(first.id).status == .partialFailed)

            let shut = Gate()
            world.providers.on("alpha") { order, _ in
                await shut.pass()
                return ScriptedProviders.result(of: order)
            }
            let second = try await world.start(["slow"], on: ["alpha"])
            await worker.cycle()
            await shut.arrivals(1)
            try await spoil("step", of: "slow", in: world)
            world.clock.advance(by: .seconds(16))
            #expect(try await world.engine.watchdog().patrol() == 1)
            #expect(try await world.admin.run(second.id).status == .failed)
            #expect(try await world.engine.watchdog().patrol() == 0)
            shut.open()
        }
    }

    private func spoil(_ column: String, of skill: String, in world: World) async throws {
        try await world.database.write { connection in
            let assignment = Query(stringLiteral: "\(column) = '{\"not\": what was written'")
            try connection.run("UPDATE install_tasks SET \(assignment) WHERE skill = \(skill)")
        }
    }
}
