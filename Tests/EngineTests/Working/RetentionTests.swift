import Contract
import Domain
import Engine
import Store
import Testing

/// Old runs go, and nothing that somebody has dealt with comes back by it.
@Suite(.timeLimit(.minutes(5))) struct RetentionTests {
    private static let denied = ProviderFailure(.permissionDenied, "Not yours.", vendorCode: "forbidden")
    private static let kept = Duration.seconds(30 * 86_400)

    private func janitor(_ world: World, keeping kept: Duration? = kept) -> Janitor {
        let clock = world.clock
        return Janitor(
            database: world.faults,
            settings: .init(runsKept: kept),
            signals: world.engine.signals,
            logger: world.log.logger
        ) { clock.now }
    }

    /// So late that all there is so far is old; often enough that nothing more would go.
    private func tidy(_ world: World) async throws {
        world.clock.advance(by: Self.kept + .seconds(1))
        for _ in 0..<3 { try await janitor(world).tidy() }
    }

    private func runs(in world: World) async throws -> Set<RunID> {
        Set(try await world.admin.runs(RunQuery()).items.map(\.id))
    }

    private func withProviders(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            for id in ["alpha", "beta", "gamma"] as [ProviderID] { try await world.addProvider(id) }
            for name in ["one", "two"] { try await world.addSkill(name) }
            try await body(world)
        }
    }

    @Test func aRunGoesWithItsRollback() async throws {
        try await withProviders { world in
            world.providers.fail("beta", Self.denied)
            let run = try await world.finish(try await world.start(["one"], on: ["alpha", "beta"]))
            let undo = try await world.admin.rollbackRun(run.id, reason: "half of it", source: .api)
            #expect(try await world.finish(undo).status == .success)
            try await tidy(world)
            #expect(try await world.admin.failures().groups.isEmpty)
            #expect(try await runs(in: world).isEmpty)
        }
    }

    /// What it undid in part it is remembered for as long as the rest stands.
    @Test func aRollbackStaysAsLongAsWhatItUndid() async throws {
        try await withProviders { world in
            world.providers.fail("beta", Self.denied)
            let run = try await world.finish(try await world.start(["one"], on: ["alpha", "beta", "gamma"]))
            world.providers.fail("gamma", Self.denied)
            let undo = try await world.admin.rollbackRun(run.id, reason: "all of it", source: .api)
            #expect(try await world.finish(undo).status == .partialFailed)
            for group in try await world.admin.failures().groups {
                let request = FailureAcknowledgementRequest(
                    cause: group.cause,
                    lastAt: group.lastAt,
                    reason: "It may stay."
                )
                _ = try await world.admin.acknowledgeFailures(request)
            }
            try await tidy(world)
            #expect(try await runs(in: world) == [run.id, undo.id])
            #expect(try await world.database.read { try RunTable($0).isUndone(run.id) })
        }
    }

    /// A later removal, or a run that found nothing to remove, settles what failed there; also when it is gone itself.
    @Test func whatARemovedRunSettledStaysSettled() async throws {
        try await withProviders { world in
            try await world.finish(try await world.start(["two"], on: ["alpha"]))
            try await world.addSkill("two", content: "v2")
            for id in ["alpha", "beta"] as [ProviderID] {
                world.providers.fail(id, Self.denied, Self.denied)
            }
            let run = try await world.finish(try await world.start(["one", "two"], on: ["alpha", "beta"]))
            #expect(run.counts.failed == 4)
            world.clock.advance(by: .seconds(1))
            let removal = try await world.start(["one", "two"], on: ["alpha"], kind: .uninstall)
            let counts = try await world.finish(removal).counts
            #expect(counts.skipped == 1 && counts.success == 1)
            let open = try await world.admin.failures()
            #expect(open.groups.map(\.cause.provider) == ["beta"] && open.targets == 2)

            try await tidy(world)
            #expect(try await runs(in: world) == [run.id])
            #expect(try await world.admin.failures() == open)
            let cause = AlertCause(provider: "alpha", code: .permissionDenied, signature: "forbidden")
            let none = try await problem {
                try await world.admin.retryFailures(FailureRetryRequest(cause: cause))
            }
            #expect(none?.code == .notFound)
            // What fails anew is open anew.
            for id in ["alpha", "beta"] as [ProviderID] {
                world.providers.fail(id, Self.denied, Self.denied)
            }
            _ = try await world.admin.retryRun(run.id)
            try await world.finish(run)
            #expect(try await world.admin.failures().targets == 4)
        }
    }

    private func approved(_ run: RunView, in world: World) async throws -> RunView {
        let approved = try await world.person("juno", .approver).approveRun(run.id, comment: nil)
        return try await world.finish(approved)
    }

    /// Another run changed a place after an approval for it: that is known for as long as it can be tried again.
    @Test func anApprovalDoesNotComeBackWithAge() async throws {
        try await withProviders { world in
            try await world.addProvider("alpha") { $0.approval = .always }
            world.providers.fail("alpha", Self.denied)
            let run = try await world.start(["one"], on: ["alpha", "beta"])
            #expect(try await approved(run, in: world).status == .partialFailed)
            var later: [RunID] = []
            for kind in [RunKind.install, .uninstall, .install, .uninstall] {
                world.clock.advance(by: .seconds(1))
                let change = try await world.start(["one"], on: ["alpha"], kind: kind)
                #expect(try await approved(change, in: world).status == .success)
                later.append(change.id)
            }
            try await tidy(world)
            // One of them is enough.
            #expect(try await runs(in: world) == Set([run.id] + later.suffix(1)))
            let again = try await world.admin.retryRun(run.id)
            #expect(again.approval?.state == .pending)

            #expect(try await approved(again, in: world).status == .success)
            try await tidy(world)
            #expect(try await runs(in: world) == [run.id])
        }
    }

    /// What is to begin later does not undo what was done meanwhile, however old that is by then.
    @Test func whatWaitsIsStillOvertakenByWhatIsOld() async throws {
        try await withProviders { world in
            let run = try await world.startLater(by: Self.kept * 2, ["one"], on: ["alpha"])
            for kind in [RunKind.install, .uninstall] {
                world.clock.advance(by: .seconds(1))
                try await world.finish(try await world.start(["one"], on: ["alpha"], kind: kind))
            }
            try await tidy(world)
            #expect(try await runs(in: world).count == 3)
            world.clock.advance(by: Self.kept)
            #expect(try await world.engine.waveWatch().look() == 1)
            #expect(try await world.admin.run(run.id).tasks?.map(\.status) == [.canceled])
        }
    }

    /// Kept runs are looked at in every round, and nobody else's write waits for that.
    @Test func aLookThatRemovesNothingWritesNothing() async throws {
        try await withProviders { world in
            try await world.finish(try await world.start(["one"], on: ["alpha"]))
            world.clock.advance(by: Self.kept + .seconds(1))
            func writes(keeping kept: Duration?) async throws -> Int {
                world.faults.fail(.answer, .max)
                try await janitor(world, keeping: kept).tidy()
                return world.faults.accesses(.answer)
            }
            _ = try await writes(keeping: nil)
            let plain = try await writes(keeping: nil)
            #expect(try await writes(keeping: Self.kept) == plain)
            #expect(try await runs(in: world).count == 1)
        }
    }
}
