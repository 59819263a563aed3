import Contract
import Domain
import Engine
import Store
import Testing

@Suite("Desired state")
struct DesiredStateTests {
    private static let a = ProviderID(rawValue: "a")
    private static let b = ProviderID(rawValue: "b")
    private static let c = ProviderID(rawValue: "c")

    private static func inWorld(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            for id in ["a", "b"] { try await world.addProvider(ProviderID(rawValue: id)) }
            try await world.addProvider(c) { $0.enabled = false }
            try await world.addSkill("notes", content: "v1")
            try await world.addSkill("notes", content: "v2")
            try await world.addSkill("table")
            try await body(world)
        }
    }

    private static func named(_ name: String, version: Int? = nil, _ providers: [ProviderID])
        -> DesiredState.Entry
    {
        .init(.skill(name, version: version), on: .listed(providers))
    }

    /// Starts what the plan says and lets it be done.
    private static func apply(_ plan: DesiredStatePlan, in world: World) async throws {
        for step in plan.steps {
            let run = try await world.admin.startRun(step.request, idempotencyKey: nil, source: .cli)
            #expect(try await world.finish(run).status == .success)
        }
    }

    @Test("applied once it stands as desired, applied again nothing is written (RB-05)")
    func converges() async throws {
        try await Self.inWorld { world in
            let state = DesiredState(skills: [
                Self.named("notes", version: 1, [Self.a]), Self.named("notes", [Self.b]),
                .init(.skill("table", version: nil), on: .all),
            ])
            let plan = try await world.admin.planDesiredState(.init(state))
            #expect(plan.unchanged == 0)
            #expect(plan.blocked.isEmpty)
            // A disabled provider is none of all.
            #expect(plan.steps.flatMap(\.plan.targets).count == 4)
            try await Self.apply(plan, in: world)
            let again = try await world.admin.planDesiredState(.init(state))
            #expect(again.steps.isEmpty)
            #expect(again.unchanged == 4)
            let standing = try await world.admin.desiredState()
            #expect(
                standing.skills == [
                    Self.named("notes", version: 1, [Self.a]), Self.named("notes", version: 2, [Self.b]),
                    Self.named("table", version: 1, [Self.a, Self.b]),
                ]
            )
            #expect(try await world.admin.planDesiredState(.init(standing)).steps.isEmpty)
        }
    }

    @Test func aNamedSkillLeavesOtherProvidersAndOthersStayUnlessPruned() async throws {
        try await Self.inWorld { world in
            let everything = DesiredState(skills: [
                Self.named("notes", [Self.a, Self.b]), Self.named("table", [Self.a]),
            ])
            try await Self.apply(try await world.admin.planDesiredState(.init(everything)), in: world)
            let fewer = DesiredState(skills: [Self.named("notes", [Self.b])])
            let plan = try await world.admin.planDesiredState(.init(fewer))
            #expect(plan.steps.map(\.request.kind) == [.uninstall])
            #expect(plan.steps.flatMap(\.plan.targets).map(\.skill) == ["notes"])
            let pruned = DesiredState(skills: fewer.skills, prune: true)
            let removal = try await world.admin.planDesiredState(.init(pruned))
            #expect(removal.steps.flatMap(\.plan.targets).map(\.skill).sorted() == ["notes", "table"])
            try await Self.apply(removal, in: world)
            #expect(
                try await world.admin.desiredState().skills == [Self.named("notes", version: 2, [Self.b])]
            )
            let nothing = DesiredState(skills: [], prune: true)
            try await Self.apply(try await world.admin.planDesiredState(.init(nothing)), in: world)
            #expect(try await world.admin.desiredState().skills.isEmpty)
        }
    }

    /// What a look found there is not what is desired, whatever the ledger says.
    @Test func whatWasChangedOutsideIsPutRight() async throws {
        try await withWorld { world in
            try await world.place("notes")
            try await world.place("other")
            let state = try await world.admin.desiredState()
            world.change("notes", to: "somebody's own")
            _ = try await world.look()
            let plan = try await world.admin.planDesiredState(.init(state))
            #expect(plan.unchanged == 1)
            #expect(plan.steps.flatMap(\.plan.targets).map(\.skill) == ["notes"])
            #expect(plan.steps.flatMap(\.plan.targets).map(\.action) == [.repair])
            try await Self.apply(plan, in: world)
            #expect(try await world.drift().isEmpty)
            #expect(try await world.admin.planDesiredState(.init(state)).steps.isEmpty)
        }
    }

    /// What nobody put there by Skillyard is removed like what the ledger has, and left where the state says nothing of it.
    @Test func whatShouldNotBeThereIsRemoved() async throws {
        try await withWorld { world in
            try await world.place("notes")
            try await world.place("other")
            try await world.database.write { connection in
                try connection.run("DELETE FROM installations WHERE provider_id = 'lab'")
            }
            #expect(try await world.look() == .drifted)
            try await world.addProvider(Self.a)
            let state = DesiredState(skills: [Self.named("notes", [Self.a])])
            let plan = try await world.admin.planDesiredState(.init(state))
            let removals = plan.steps.flatMap(\.plan.targets).filter { $0.action == .remove }
            #expect(removals.map { "\($0.skill) \($0.provider)" } == ["notes lab"])
            let nothing = DesiredState(skills: [], prune: true)
            let pruned = try await world.admin.planDesiredState(.init(nothing))
            #expect(pruned.steps.flatMap(\.plan.targets).map(\.skill).sorted() == ["notes", "other"])
            try await Self.apply(pruned, in: world)
            #expect(try await world.drift().isEmpty)
            #expect(try await world.admin.planDesiredState(.init(nothing)).steps.isEmpty)
        }
    }

    @Test func aLockKeepsTheNewestWhereItWas() async throws {
        try await Self.inWorld { world in
            let state = DesiredState(skills: [Self.named("notes", [Self.a])])
            let first = try await world.admin.planDesiredState(.init(state))
            #expect(first.lock.skills.map(\.version) == [2])
            try await world.addSkill("notes", content: "v3")
            let kept = try await world.admin.planDesiredState(.init(state, lock: first.lock))
            #expect(kept.lock == first.lock)
            #expect(kept.steps.flatMap(\.plan.targets).map(\.version) == [2])
            let updated = try await world.admin.planDesiredState(.init(state))
            #expect(updated.lock.skills.map(\.version) == [3])
            let forged = DesiredStateLock(skills: [
                .init(name: "notes", version: 2, digest: String(repeating: "0", count: 64), newest: true)
            ])
            let problem = try #require(
                await #expect(throws: Problem.self) {
                    try await world.admin.planDesiredState(.init(state, lock: forged))
                }
            )
            #expect(problem.errors.map(\.pointer) == ["/state/skills/0/name"])
            #expect(problem.errors.map(\.code) == ["refused"])
        }
    }

    @Test func everyFaultOfAStateIsNamed() async throws {
        try await Self.inWorld { world in
            let state = DesiredState(skills: [
                Self.named("nothing", [Self.a]), Self.named("notes", version: 9, [Self.a]),
                Self.named("table", [ProviderID(rawValue: "nowhere")]), .init(.tag("none"), on: .all),
                Self.named("notes", version: 1, [Self.b]), Self.named("notes", version: 2, [Self.b]),
            ])
            let problem = try #require(
                await #expect(throws: Problem.self) { try await world.admin.planDesiredState(.init(state)) }
            )
            #expect(problem.code == .validationFailed)
            #expect(
                problem.errors.map { "\($0.pointer) \($0.code)" } == [
                    "/state/skills/0/name not_found", "/state/skills/1/version not_found",
                    "/state/skills/2/providers/0 not_found", "/state/skills/3/tag not_found",
                    "/state/skills/5 repeated",
                ]
            )
            #expect(problem.errors.allSatisfy { $0.wording != nil })
        }
    }

    @Test func whatIsBlockedIsNamedAndTheRestIsPlanned() async throws {
        try await Self.inWorld { world in
            let state = DesiredState(skills: [
                Self.named("notes", [Self.a, Self.c]), Self.named("table", [Self.a, Self.c]),
            ])
            let plan = try await world.admin.planDesiredState(.init(state))
            #expect(plan.blocked.map { "\($0.skill) \($0.provider)" } == ["notes c", "table c"])
            #expect(plan.steps.flatMap(\.plan.targets).map(\.provider) == [Self.a, Self.a])
            #expect(plan.steps.count == 1)
        }
    }

    @Test func aStateThatChangedSinceItWasPlannedIsNotApplied() async throws {
        try await Self.inWorld { world in
            let state = DesiredState(skills: [Self.named("notes", [Self.a])])
            let plan = try await world.admin.planDesiredState(.init(state))
            let run = try await world.start([.init(name: "notes")], on: [Self.a])
            try await world.finish(run)
            let problem = await #expect(throws: Problem.self) {
                try await world.admin.startRun(plan.steps[0].request, idempotencyKey: nil, source: .cli)
            }
            #expect(problem?.code == .planChanged)
        }
    }
}
