import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct FailureInboxTests {
    private static let denied = ProviderFailure(.permissionDenied, "Not yours.", vendorCode: "forbidden")

    private func withFailures(_ body: (World, RunView) async throws -> Void) async throws {
        try await withWorld { world in
            for id in ["alpha", "beta", "gamma"] as [ProviderID] { try await world.addProvider(id) }
            for name in ["one", "two"] { try await world.addSkill(name) }
            for id in ["alpha", "beta"] as [ProviderID] {
                world.providers.fail(id, Self.denied, Self.denied)
            }
            let run = try await world.finish(
                try await world.start(["one", "two"], on: ["alpha", "beta", "gamma"])
            )
            #expect(run.status == .partialFailed)
            world.clock.advance(by: .seconds(60))
            try await body(world, run)
        }
    }

    @Test func failuresAreGroupedByTheirCause() async throws {
        try await withFailures { world, run in
            let inbox = try await world.session("eve", .viewer).failures()
            #expect(inbox.targets == 4)
            #expect(inbox.complete)
            #expect(inbox.groups.map(\.cause.provider) == ["alpha", "beta"])
            let group = try #require(inbox.groups.first)
            #expect(
                group.cause == AlertCause(provider: "alpha", code: .permissionDenied, signature: "forbidden")
            )
            #expect(group.count == 2)
            #expect(group.skills == ["one", "two"])
            #expect(group.runs == [run.id])
            #expect(group.message == "Not yours.")
        }
    }

    @Test func whatWasRetriedToSuccessIsGone() async throws {
        try await withFailures { world, run in
            _ = try await world.admin.retryRun(run.id)
            try await world.finish(run)
            #expect(try await world.admin.failures() == FailureInbox(groups: [], targets: 0, complete: true))
        }
    }

    @Test func aLaterRunToTheSamePlaceSettlesItToo() async throws {
        try await withFailures { world, _ in
            try await world.finish(try await world.start(["one"], on: ["alpha"]))
            let inbox = try await world.admin.failures()
            #expect(inbox.groups.map(\.cause.provider) == ["beta", "alpha"])
            #expect(inbox.groups.map(\.skills) == [["one", "two"], ["two"]])
        }
    }

    @Test func asManyAreLookedAtAsWereAskedFor() async throws {
        try await withFailures { world, _ in
            let all = try await world.admin.failures()
            let newest = try await world.admin.failures(limit: all.targets - 1)
            #expect(newest.targets == all.targets - 1)
            #expect(!newest.complete)
            #expect(try await world.admin.failures(limit: all.targets).complete)
        }
    }

    @Test func whatWasRolledBackIsGone() async throws {
        try await withFailures { world, run in
            let undo = try await world.admin.rollbackRun(run.id, reason: "half of it", source: .api)
            #expect(try await world.finish(undo).status == .success)
            #expect(try await world.admin.failures().groups.isEmpty)
        }
    }

    @Test func acknowledgedFailuresStayAwayUntilTheyFailAnew() async throws {
        try await withFailures { world, run in
            let group = try #require(try await world.admin.failures().groups.first)
            let request = FailureAcknowledgementRequest(
                cause: group.cause,
                lastAt: group.lastAt,
                reason: "We leave that vendor."
            )
            let operating = world.session("olga", .operator)
            #expect(try await operating.acknowledgeFailures(request).acknowledged == 2)
            #expect(try await world.admin.failures().groups.map(\.cause.provider) == ["beta"])
            #expect(try await problem { try await operating.acknowledgeFailures(request) }?.code == .notFound)
            let entries = try await world.admin.audit(AuditQuery(action: "failure.acknowledge")).items
            let accepted = try #require(entries.first { $0.outcome == "accepted" })
            #expect(accepted.detail["reason"] == "We leave that vendor.")
            #expect(accepted.detail["targets"] == "2")

            for id in ["alpha", "beta"] as [ProviderID] {
                world.providers.fail(id, Self.denied, Self.denied)
            }
            _ = try await world.admin.retryRun(run.id)
            try await world.finish(run)
            #expect(try await world.admin.failures().targets == 4)
        }
    }

    /// Nobody acknowledges what they have not seen.
    @Test func whatFailedLaterStays() async throws {
        try await withFailures { world, _ in
            let group = try #require(try await world.admin.failures().groups.first)
            world.providers.fail("alpha", Self.denied)
            try await world.addSkill("three")
            try await world.finish(try await world.start(["three"], on: ["alpha"]))
            let request = FailureAcknowledgementRequest(
                cause: group.cause,
                lastAt: group.lastAt,
                reason: "old"
            )
            #expect(try await world.admin.acknowledgeFailures(request).acknowledged == 2)
            let left = try await world.admin.failures().groups.first { $0.cause == group.cause }
            #expect(left?.skills == ["three"])
        }
    }

    /// Whoever looks after the skills of one team takes nothing away from another.
    @Test func failuresOfOtherNamespacesStay() async throws {
        try await withFailures { world, run in
            _ = try await world.session("olga", .operator).registerSkill(
                SkillUpload(content: .text(skillText("three")))
            )
            world.providers.fail("alpha", Self.denied)
            try await world.finish(try await world.start(["three"], on: ["alpha"]))
            let group = try #require(try await world.admin.failures().groups.first)
            #expect(group.count == 3)
            let request = FailureAcknowledgementRequest(
                cause: group.cause,
                lastAt: group.lastAt,
                reason: "Ours is known."
            )
            func acknowledge(of namespace: String) async throws -> FailureAcknowledgement {
                let scope = Scope(providers: ["alpha"], namespaces: [namespace])
                let caller = Caller(name: "olga", role: .operator, scope: scope, requestID: "request-1")
                return try await world.engine.session(for: caller).acknowledgeFailures(request)
            }
            #expect(try await acknowledge(of: "olga").acknowledged == 1)
            let left = try await world.admin.failures().groups.first { $0.cause == group.cause }
            #expect(left?.skills == ["one", "two"])
            let refused = try await problem { try await acknowledge(of: "olga") }
            #expect(refused?.code == .permissionDenied)
            #expect(refused?.detail.contains("namespace ann") ?? false)
            #expect(run.status == .partialFailed)
        }
    }

    /// What fails anew between looking and writing is not what was looked at.
    @Test func onlyWhatIsStillAsItWasFoundIsAcknowledged() async throws {
        try await withFailures { world, run in
            let found = try await world.database.read { try FailureTable($0).open() }
            #expect(found.count == 4)
            _ = try await world.admin.retryRun(run.id)
            world.providers.fail("beta", Self.denied, Self.denied)
            try await world.finish(run)
            let left = try await world.database.read { try FailureTable($0).stillOpen(found) }
            #expect(left.isEmpty)
            let (open, isMore) = try await world.database.read { connection in
                let table = FailureTable(connection)
                return (try table.open(among: 1), try table.hasMore(than: 1))
            }
            #expect(open.map(\.provider) == ["beta"])
            #expect(isMore)
            for most in [1, 2, 100] {
                let (listed, counted) = try await world.database.read { connection in
                    let table = FailureTable(connection)
                    return (try table.open(among: most).count, try table.openCount(among: most))
                }
                #expect(listed == counted && counted > 0, "\(most)")
            }
        }
    }
}
