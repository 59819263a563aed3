import Contract
import CoreMetrics
import Domain
import Engine
import MetricsTestKit
import Testing

/// OP-03: what is counted, and when.
@Suite(.timeLimit(.minutes(5))) struct EngineMetricsTests {
    private func counted(_ metrics: TestMetrics, _ name: String, _ labels: [(String, String)]) -> Int64 {
        // One that was never counted is not there.
        (try? metrics.expectCounter(name, labels))?.totalValue ?? 0
    }

    @Test func endingsAreCountedByWhatTheyAre() async throws {
        try await withWorld { world in
            for id in ["alpha", "beta"] as [ProviderID] { try await world.addProvider(id) }
            try await world.addSkill("demo")
            world.providers.fail("beta", ProviderFailure(.permissionDenied, "No."))
            let metrics = TestMetrics()
            try await withMetricsFactory(metrics) {
                let run = try await world.finish(try await world.start(["demo"], on: ["alpha", "beta"]))
                #expect(run.status == .partialFailed)
            }
            let ended = [("kind", "install"), ("status", "partial_failed")]
            #expect(counted(metrics, "skillyard_runs_total", [("kind", "install")]) == 1)
            #expect(counted(metrics, "skillyard_runs_ended_total", ended) == 1)
            for (provider, outcome) in [("alpha", "success"), ("beta", "failed")] {
                let labels = [("provider", provider), ("outcome", outcome)]
                #expect(counted(metrics, "skillyard_targets_ended_total", labels) == 1, "\(provider)")
            }
            let code = [("code", "permission_denied")]
            #expect(counted(metrics, "skillyard_target_failures_total", code) == 1)
            let took = try metrics.expectTimer("skillyard_try_duration_seconds", [("kind", "http")])
            #expect(took.values.count == 2)
            for outcome in ["success", "permission_denied"] {
                #expect(counted(metrics, "skillyard_tries_total", [("outcome", outcome)]) == 1)
            }
        }
    }

    @Test func whatAPersonEndsIsCountedToo() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            let metrics = TestMetrics()
            try await withMetricsFactory(metrics) {
                let run = try await world.start(["demo"], on: ["alpha"])
                _ = try await world.admin.cancelRun(run.id)
            }
            let ended = [("kind", "install"), ("status", "failed")]
            #expect(counted(metrics, "skillyard_runs_ended_total", ended) == 1)
            let target = [("provider", "alpha"), ("outcome", "canceled")]
            #expect(counted(metrics, "skillyard_targets_ended_total", target) == 1)
        }
    }

    @Test func whatIsRolledBackIsNotCounted() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            let run = try await world.start(["demo"], on: ["alpha"])
            let worker = world.worker()
            await worker.cycle()
            await world.providers.record.until { $0.ended >= 1 }
            let metrics = TestMetrics()
            let target = [("provider", "alpha"), ("outcome", "success")]
            try await withMetricsFactory(metrics) {
                world.faults.failWrites(true)
                await worker.cycle()
                #expect(counted(metrics, "skillyard_targets_ended_total", target) == 0)
                #expect(try await world.running() == 1)
                world.faults.failWrites(false)
                try await world.finish(run, with: worker)
                #expect(counted(metrics, "skillyard_targets_ended_total", target) == 1)
            }
        }
    }

    @Test func howTheSystemStandsIsReadWhenSomebodyLooks() async throws {
        try await withWorld { world in
            for id in ["alpha", "beta"] as [ProviderID] { try await world.addProvider(id) }
            for name in ["one", "two"] { try await world.addSkill(name) }
            _ = try await world.start(["one", "two"], on: ["alpha"])
            _ = try await world.admin.pauseProvider("beta", reason: "why")
            world.clock.advance(by: .seconds(90))
            let metrics = TestMetrics()
            await withMetricsFactory(metrics) { await world.engine.recordStanding() }
            func value(_ name: String, _ labels: [(String, String)] = []) throws -> Double? {
                try metrics.expectMeter(name, labels).lastValue
            }
            #expect(try value("skillyard_queue_targets", [("provider", "alpha")]) == 2)
            #expect(try value("skillyard_queue_targets", [("provider", "beta")]) == 0)
            let wait = try value("skillyard_queue_oldest_wait_seconds", [("provider", "alpha")])
            #expect(try #require(wait) >= 90)
            #expect(try value("skillyard_provider_paused", [("provider", "beta")]) == 1)
            #expect(try value("skillyard_provider_paused", [("provider", "alpha")]) == 0)
            #expect(try value("skillyard_provider_down", [("provider", "alpha")]) == 0)
            #expect(try value("skillyard_open_failures") == 0)
            #expect(try value("skillyard_alerts", [("severity", "critical"), ("state", "open")]) == 0)
            #expect(try value("skillyard_event_followers") == 0)
            #expect(try #require(try value("skillyard_event_position")) > 0)
        }
    }

    /// A database that is away keeps nobody from reading what there is.
    @Test func aDatabaseThatIsAwayLeavesTheLastLookWithItsTime() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            let metrics = TestMetrics()
            try await withMetricsFactory(metrics) {
                await world.engine.recordStanding()
                let seen = try metrics.expectMeter("skillyard_standing_timestamp_seconds").lastValue
                world.clock.advance(by: .seconds(60))
                world.faults.failReads(true)
                await world.engine.recordStanding()
                #expect(try metrics.expectMeter("skillyard_standing_timestamp_seconds").lastValue == seen)
                world.faults.failReads(false)
                await world.engine.recordStanding()
                #expect(try metrics.expectMeter("skillyard_standing_timestamp_seconds").lastValue != seen)
            }
        }
    }
}
