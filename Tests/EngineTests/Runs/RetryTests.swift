import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct RetryTests {
    private func withThree(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            for id in ["alpha", "beta", "gamma"] as [ProviderID] { try await world.addProvider(id) }
            try await world.addSkill("demo")
            try await body(world)
        }
    }

    // RB-01
    @Test func retryingAPartlyFailedRunTouchesOnlyWhatFailed() async throws {
        try await withThree { world in
            world.providers.fail("beta", ProviderFailure(.permissionDenied, "Not allowed."))
            let run = try await world.start(["demo"], on: ["alpha", "beta", "gamma"])
            let failed = try await world.finish(run)
            #expect(failed.status == .partialFailed)
            #expect(failed.counts.success == 2)
            #expect(try await world.task(run, on: "beta")?.error?.code == .permissionDenied)

            let again = try await world.admin.retryRun(run.id)
            #expect(again.status == .running)
            #expect(again.finishedAt == nil)
            let done = try await world.finish(run)
            #expect(done.status == .success)
            #expect(done.id == run.id)
            #expect(world.providers.record.value.calls(to: "alpha").count == 1)
            #expect(world.providers.record.value.calls(to: "beta").count == 2)
            #expect(world.providers.record.value.calls(to: "gamma").count == 1)
            #expect(try await problem { try await world.admin.retryRun(run.id) }?.code == .nothingToRetry)
            #expect(try await problem { try await world.admin.retryRun("missing") }?.code == .notFound)
        }
    }

    @Test func aCanceledTargetCanBeRetried() async throws {
        try await withThree { world in
            let run = try await world.start(["demo"], on: ["alpha", "beta"])
            let canceled = try await world.admin.cancelRun(run.id)
            #expect(canceled.status == .failed)
            #expect(canceled.counts.canceled == 2)
            _ = try await world.admin.retryRun(run.id)
            #expect(try await world.finish(run).status == .success)
        }
    }

    // RB-05
    @Test func installingTheSameAgainIsSkippedWithoutACall() async throws {
        try await withThree { world in
            try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            let calls = world.providers.calls.count
            let again = try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            #expect(again.status == .success)
            #expect(again.counts.skipped == 1)
            #expect(world.providers.calls.count == calls)
            #expect(again.tasks?.first?.remote == RemoteReference(id: "remote-demo", version: "1"))
        }
    }

    @Test func anotherVersionIsSentOverTheOneInUse() async throws {
        try await withThree { world in
            try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            try await world.addSkill("demo", content: "v2")
            #expect(
                try await world.admin.planRun(RunRequest(skills: ["demo"], providers: ["alpha"])).targets
                    .first?.action
                    == .newVersion
            )
            try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            guard case .install(let bundle, let over) = world.providers.calls.last?.order.action else {
                Issue.record("no install was ordered")
                return
            }
            #expect(bundle.version == 2)
            #expect(bundle.files.map(\.path) == ["SKILL.md"])
            #expect(over == RemoteReference(id: "remote-demo", version: "1"))
            #expect(try await world.installed("demo", on: "alpha")?.version == 2)
        }
    }

    @Test func everyTryIsKeptWithItsOutcome() async throws {
        try await withThree { world in
            world.providers.fail(
                "alpha",
                ProviderFailure(.timeout, "Slow."),
                ProviderFailure(.rateLimited, "Wait.")
            )
            let run = try await world.start(["demo"], on: ["alpha"])
            let task = try #require(try await world.finish(run).tasks?.first)
            #expect(task.attempts?.map(\.outcome) == ["timeout", "rate_limited", "success"])
            #expect(task.attempts?.map(\.number) == [1, 2, 3])
            #expect(task.attempts?.map(\.worker) == ["w1", "w1", "w1"])
            #expect(task.attempt == 3)
            #expect(task.error == nil)
            #expect(task.step == "create")
        }
    }
}
