import Contract
import Domain
import Testing

@testable import Store

@Suite struct ApprovalTableTests {
    private static func request(_ tasks: [TaskID], expires: Timestamp = start + .seconds(60))
        -> ApprovalTable.Request
    {
        let approval = RunApproval(
            state: .pending,
            reasons: [.alwaysApproved(.alpha)],
            providers: [.alpha],
            targets: tasks.count,
            fourEyes: true,
            requestedBy: ["ann"],
            requestedAt: start,
            expiresAt: expires
        )
        return ApprovalTable.Request(approval: approval, accounts: [AccountID(rawValue: "a1")], tasks: tasks)
    }

    /// A run of one waiting target for each skill.
    private func hold(_ skills: [String], after delay: Int, on database: any Database) async throws
        -> [InstallTask]
    {
        let tasks = try await database.addRun(skills, on: [.alpha], after: delay, due: TaskColumns.never)
        try await database.write { connection in
            try ApprovalTable(connection).request(Self.request(tasks.map(\.id)), for: tasks[0].runID)
        }
        return tasks
    }

    @Test(arguments: Backend.available)
    func whatWaitsIsNeverDueAndHasNoTurn(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["one", "two"], providers: [.alpha])
            let held = try await hold(["one"], after: 1, on: database)
            let later = start + .seconds(3600 * 24 * 365 * 1000)
            #expect(try await database.claim(5, from: .alpha, at: later).isEmpty)
            #expect(try await database.read { try DemandTable($0).demands(of: "w1", at: later) }.isEmpty)
            let found = try await database.read { try TaskTable($0).all(of: held[0].runID) }
            #expect(found.map(\.state) == [.held(.approval)])
            #expect(
                try await !database.read { connection in
                    try TaskTable(connection).hasOpenTask(for: held[0].skillID, on: .alpha)
                }
            )
            // A younger one for the same place goes first.
            let younger = try await database.addRun(["one"], on: [.alpha], after: 2)
            let claimed = try await database.claim(5, from: .alpha)
            #expect(claimed.map(\.task.id) == younger.map(\.id))
            #expect(
                try await database.read { try ApprovalTable($0).overtaken(in: held[0].runID) } == [held[0].id]
            )
        }
    }

    /// An approval that was asked for long ago does not make older what was asked for anew since; nor does it of others.
    @Test(arguments: Backend.available)
    func whatIsTakenUpAgainIsAskedForAnew(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["one"], providers: [.alpha])
            let held = try await hold(["one"], after: 1, on: database)
            let other = try await database.addRun(["one"], on: [.alpha], after: 2)
            _ = try await database.claim(5, from: .alpha)
            func overtaken() async throws -> Bool {
                try await !database.read { try ApprovalTable($0).overtaken(in: held[0].runID) }.isEmpty
            }
            func reopen(_ run: RunID, after delay: Int) async throws {
                let asked = start + .seconds(delay)
                let rollout = RunRollout(plan: nil, startAt: nil, askedAt: asked, waves: [])
                try await database.write { try WaveTable($0).insert(rollout, for: run) }
            }
            #expect(try await overtaken())
            try await reopen(held[0].runID, after: 3600)
            #expect(try await !overtaken())
            try await reopen(other[0].runID, after: 7200)
            #expect(try await overtaken())
        }
    }

    /// A program that knows nothing of approvals lets others wait behind what never begins.
    @Test(arguments: Backend.available)
    func whoWasSetAsideBehindWhatWaitsGoesOn(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["one"], providers: [.alpha])
            let held = try await hold(["one"], after: 1, on: database)
            let younger = try await database.addRun(["one"], on: [.alpha], after: 2)
            let blocked = TaskTable.Blocked(task: younger[0].id, by: held[0].id)
            _ = try await database.write { try TaskTable($0).block([blocked]) }
            #expect(try await database.claim(5, from: .alpha).isEmpty)
            #expect(try await database.read { try TaskTable($0).hasStranded() })
            #expect(try await database.write { try TaskTable($0).unblockStranded(at: start) } == 1)
            #expect(try await database.claim(5, from: .alpha).map(\.task.id) == younger.map(\.id))
        }
    }

    @Test(arguments: Backend.available)
    func whatIsAskedForAndDecidedComesBackAndIsRemovedWithTheRun(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["one", "two"], providers: [.alpha])
            let tasks = try await hold(["one", "two"], after: 1, on: database)
            let run = tasks[0].runID
            #expect(
                try await database.read { try ApprovalTable($0).find(run) }
                    == Self.request(tasks.map(\.id)).approval
            )
            #expect(
                try await database.read { try ApprovalTable($0).accounts(of: run) }.map(\.rawValue) == ["a1"]
            )
            let asked = try await database.read { try ApprovalTable($0).targets(of: run) }
            #expect(asked == [tasks[0].id: false, tasks[1].id: false])
            let early = start + .seconds(59)
            #expect(try await database.read { try ApprovalTable($0).expired(at: early, limit: 9) }.isEmpty)
            let late = start + .seconds(60)
            #expect(try await database.read { try ApprovalTable($0).expired(at: late, limit: 9) } == [run])

            try await database.write { connection in
                let decision = ApprovalTable.Decision(.approved, by: "juno", comment: "ok")
                let moment = start + .seconds(5)
                try ApprovalTable(connection).decide(run, decision, letting: [tasks[0].id], at: moment)
            }
            let approval = try #require(try await database.read { try RunTable($0).find(run) }?.approval)
            #expect(approval.state == .approved)
            #expect(approval.decidedBy == "juno")
            #expect(approval.decidedAt == start + .seconds(5))
            #expect(try await database.read { try ApprovalTable($0).expired(at: late, limit: 9) }.isEmpty)
            let given = try await database.read { try ApprovalTable($0).targets(of: run) }
            #expect(given == [tasks[0].id: true, tasks[1].id: false])
            #expect(try await database.read { try ApprovalTable($0).standing(in: run) } == [tasks[0].id])

            // As a program does that knows nothing of approvals.
            try await database.write { connection in
                try connection.run("DELETE FROM install_tasks WHERE run_id = \(run)")
                try connection.run("DELETE FROM install_runs WHERE id = \(run)")
                for table in ["run_approvals", "run_approval_targets"] {
                    let left = try connection.run(Query(stringLiteral: "SELECT * FROM \(table)"))
                    #expect(left.isEmpty)
                }
            }
        }
    }

    /// What a program that knows nothing of approvals reads.
    @Test(arguments: Backend.available)
    func earlierProgramsSeeNothingTheyCouldGetWrong(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            var settings = ProviderSettings(kind: .http, displayName: "alpha", approval: .risky)
            let rows = try await database.write { [settings] connection -> [Row] in
                _ = try ProviderTable(connection).put(.alpha, settings, at: start)
                try EventTable(connection).append([NewEvent(.runApproved), NewEvent(.runChanged)], at: start)
                return try connection.run("SELECT settings, enabled FROM providers")
                    + connection.run("SELECT kind FROM events")
            }
            #expect(try rows[0].text("settings").contains(#""enabled":false"#))
            #expect(try rows[0].flag("enabled"))
            #expect(try rows[1].text("kind") == "run.changed")
            #expect(try await database.read { try ProviderTable($0).find(.alpha) }?.settings == settings)
            let kinds = try await database.read { try EventTable($0).entries(after: 0, limit: 9) }.map(\.kind)
            #expect(kinds == [.runApproved, .runChanged])
            settings.enabled = false
            let disabled = settings
            _ = try await database.write { try ProviderTable($0).put(.alpha, disabled, at: start) }
            #expect(try await database.read { try ProviderTable($0).find(.alpha) }?.settings == disabled)
        }
    }
}
