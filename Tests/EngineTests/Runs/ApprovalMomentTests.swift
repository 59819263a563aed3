import Contract
import Dispatch
import Domain
import Engine
import Store
import Testing

/// Approvals of what changes at the same moment, or was asked for when another rule held.
@Suite(.timeLimit(.minutes(5))) struct ApprovalMomentTests {
    private func withGate(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            try await world.addProvider("gated") { $0.approval = .always }
            try await world.addSkill("demo")
            try await body(world)
        }
    }

    /// Between the look and the save of an approval nobody begins what was asked for later: on PostgreSQL others write at
    /// the same time.
    @Test(.enabled(if: World.isOnPostgres, "SQLite lets one transaction write at a time."))
    func whatBeginsAtTheSameMomentIsNotUndone() async throws {
        try await withGate { world in
            let first = try await world.start(["demo"], on: ["gated"])
            _ = try await world.session("juno", .approver).approveRun(first.id, comment: nil)
            #expect(try await world.finish(first).status == .success)
            try await world.addSkill("demo", content: "v2")
            let held = try await world.start(["demo"], on: ["gated"])
            world.clock.advance(by: .milliseconds(1))
            _ = try await world.admin.rollbackRun(first.id, reason: "why", source: .api)

            let (gate, claimed, now) = (DispatchSemaphore(value: 0), Gate(), world.clock.now)
            let lease = InstallTask.Lease(worker: "w2", token: "t", expires: now + .seconds(60))
            let claiming = Task {
                try await world.database.write { connection in
                    let claim = try TaskTable(connection).claim(
                        from: "gated",
                        limit: 1,
                        lease: lease,
                        at: now
                    )
                    claimed.open()
                    gate.wait()
                    return claim.tasks.count
                }
            }
            await claimed.pass()
            let approval = Watched<RunView?>(nil)
            let approving = Task {
                let run = try await world.session("juno", .approver).approveRun(held.id, comment: nil)
                approval.change { $0 = run }
            }
            let waiting: Query = """
                SELECT count(*) AS n FROM pg_locks WHERE NOT granted AND relation = 'install_tasks'::regclass
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """
            while try await world.count(waiting) == 0, approval.value == nil {}
            gate.signal()
            #expect(try await claiming.value == 1)
            try await approving.value
            #expect(approval.value?.status == .failed)
            #expect(approval.value?.tasks?.first?.error?.message.contains("asked for later") ?? false)
        }
    }

    /// A token of nobody that may approve, and the account of whoever holds it, would be two people in one.
    @Test func fourEyesThatCameLaterWantToKnowWhoAsked() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["gated"])
            let known = try await world.person("ann", .admin).startRun(
                RunRequest(kind: .uninstall, skills: ["demo"], providers: ["gated"]),
                idempotencyKey: nil,
                source: .api
            )
            try await world.addProvider("gated") {
                $0.approval = .always
                $0.fourEyes = true
            }
            let juno = world.person("juno", .approver)
            let refusal = try await problem { try await juno.approveRun(run.id, comment: nil) }
            #expect(refusal?.wording?.key == "conflict.approval_unowned")
            #expect(try await world.task(run, on: "gated")?.awaitsApproval == true)
            #expect(try await juno.refuseRun(run.id, comment: "Ask anew.").approval?.state == .refused)
            #expect(try await juno.approveRun(known.id, comment: nil).approval?.state == .approved)
        }
    }
}
