import Contract
import CoreMetrics
import Domain
import Logging
import MetricsTestKit
import Store
import Testing

@testable import Engine

/// OP-03: what metrics say of the whole system, and when they say nothing.
@Suite(.timeLimit(.minutes(5))) struct StandingMetricsTests {
    private static let gauges = [
        "skillyard_queue_targets", "skillyard_queue_oldest_wait_seconds", "skillyard_provider_down",
        "skillyard_provider_paused",
        "skillyard_provider_held_back",
    ]

    private func providers(_ metrics: TestMetrics, _ metric: String) -> [String] {
        metrics.meters.filter { $0.label == metric }.compactMap { $0.dimensions.first?.1 }.sorted()
    }

    /// A node that is cut off must not hide with its last look what all others see.
    @Test func whatWasNotReadForHalfAMinuteIsLeftOut() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            let metrics = TestMetrics()
            try await withMetricsFactory(metrics) {
                await world.engine.recordStanding()
                world.faults.failReads(true)
                world.clock.advance(by: .seconds(30))
                await world.engine.recordStanding()
                #expect(providers(metrics, "skillyard_queue_targets") == ["alpha"])
                world.clock.advance(by: .seconds(1))
                await world.engine.recordStanding()
                #expect(
                    Set(metrics.meters.map(\.label)) == [
                        "skillyard_standing_timestamp_seconds", "skillyard_event_followers",
                    ]
                )
                world.faults.failReads(false)
                await world.engine.recordStanding()
                #expect(providers(metrics, "skillyard_queue_targets") == ["alpha"])
                let workers = try metrics.expectMeter("skillyard_workers").lastValue
                #expect(workers == 0)
            }
        }
    }

    /// What has no series of its own any more would stay as it was for ever.
    @Test func aProviderThatIsNoneOfTheFirstHundredAnyMoreHasNoSeries() async throws {
        try await withWorld { world in
            for number in 1...Standing.namedPlaces {
                try await world.addProvider(ProviderID(rawValue: "p-\(100 + number)"))
            }
            try await world.addSkill("demo")
            _ = try await world.start(["demo"], on: ["p-200"])
            let metrics = TestMetrics()
            try await withMetricsFactory(metrics) {
                await world.engine.recordStanding()
                for gauge in Self.gauges {
                    #expect(
                        providers(metrics, gauge).count == 100 && providers(metrics, gauge).last == "p-200"
                    )
                }
                try await world.addProvider("p-100")
                world.clock.advance(by: .seconds(6))
                await world.engine.recordStanding()
                for gauge in Self.gauges {
                    let shown = providers(metrics, gauge)
                    #expect(shown.count == 101 && shown.contains("p-100") && !shown.contains("p-200"))
                }
                let rest = [("provider", Standing.others)]
                #expect(try metrics.expectMeter("skillyard_queue_targets", rest).lastValue == 1)
            }
        }
    }

    /// Beyond the first hundred the worst of all is told, and their targets together.
    @Test func whatSharesASeriesIsAddedUp() {
        var places = (0..<Standing.namedPlaces).map { Standing.Place(label: "p-\($0)", queued: 1) }
        #expect(Standing.bounded(places) == places)
        places.append(.init(label: "x", queued: 3, oldestWait: .seconds(5), isDown: true, isPaused: false))
        places.append(.init(label: "y", queued: 4, oldestWait: .seconds(9), isDown: false, isPaused: true))
        let rest = Standing.Place(
            label: Standing.others,
            queued: 7,
            oldestWait: .seconds(9),
            isDown: true,
            isPaused: true
        )
        #expect(Standing.bounded(places) == places.prefix(Standing.namedPlaces) + [rest])
    }

    /// However many ask while the database hangs, it is asked once, and all of them get what there is.
    @Test func readersOfAHangingDatabaseShareOneLook() async throws {
        try await withWorld { world in
            let shelf = StandingShelf(
                world.faults,
                patience: .milliseconds(50),
                logger: world.log.logger,
                now: { world.clock.now }
            )
            let gate = Gate()
            world.faults.holdReads(gate)
            let before = world.faults.reads
            async let first = shelf.standing()
            async let second = shelf.standing()
            #expect(await [first, second] == [nil, nil])
            for _ in 0..<10 { #expect(await shelf.standing() == nil) }
            #expect(world.faults.reads == before + 1)
            world.faults.holdReads(nil)
            gate.open()
            // The look that hung goes on, and whoever asks next gets what it saw.
            while await shelf.standing() == nil { await Task.yield() }
            #expect(world.faults.reads <= before + 2)
        }
    }

    /// A report that came too late ended no try; one that was taken from a silent worker ended.
    @Test func triesAreCountedAsTheyAreInTheHistory() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                await gate.pass()
                return try await ScriptedProviders.obey(order, journal)
            }
            let metrics = TestMetrics()
            try await withMetricsFactory(metrics) {
                let run = try await world.start(["demo"], on: ["alpha"])
                let silent = world.worker("silent")
                await silent.cycle()
                await gate.arrivals(1)
                world.clock.advance(by: .seconds(16))
                try await world.engine.watchdog().patrol()
                gate.open()
                try await world.finish(run, with: silent)
                let history = try await world.task(run, on: "alpha")?.attempts?.map(\.outcome) ?? []
                #expect(history.contains("lease_lost"))
                var tries: [String: Int64] = [:]
                for counter in metrics.counters where counter.label == "skillyard_tries_total" {
                    tries[counter.dimensions[0].1] = counter.totalValue
                }
                #expect(tries == Dictionary(grouping: history, by: \.self).mapValues { Int64($0.count) })
            }
        }
    }

    /// The first of a series that comes with it is no rise to Prometheus.
    @Test func whatCanBeNamedIsCountedFromNothing() throws {
        let metrics = TestMetrics()
        withMetricsFactory(metrics) { Engine.beginCounting() }
        for (name, labels) in [
            ("skillyard_leases_lost_total", []), ("skillyard_targets_rescued_total", []),
            ("skillyard_target_failures_total", [("code", "timeout")]),
            ("skillyard_tries_total", [("outcome", "lease_lost")]),
            ("skillyard_runs_ended_total", [("kind", "rollback"), ("status", "failed")]),
            ("skillyard_breaker_changes_total", [("state", "open")]),
        ] as [(String, [(String, String)])] {
            #expect(try metrics.expectCounter(name, labels).totalValue == 0, "\(name)")
        }
    }
}
