import Contract
import Domain
import Engine
import Store
import Testing

@Suite("Telling of alerts", .timeLimit(.minutes(5))) struct CourierTests {
    @Test("one message when an alert opens and one when it recovers (AL-02)")
    func tellsOnce() async throws {
        try await withWorld { world in
            try await world.addChannel("ops")
            let courier = try await world.startedCourier()
            let alert = try await world.raise()
            try await courier.finish()
            try await courier.finish()
            #expect(world.messenger.kinds == [.opened])
            _ = try await world.raise([.recovered], alert)
            try await courier.finish()
            #expect(world.messenger.kinds == [.opened, .recovered])
            #expect(
                world.messenger.sent.map(\.url) == Array(repeating: "https://hooks.example.com/ops", count: 2)
            )
            #expect(world.messenger.sent.allSatisfy { $0.signingSecret?.hasPrefix("whsec_") ?? false })
            #expect(try await world.told().map(\.state) == [.delivered, .delivered])
        }
    }

    @Test func whatIsTriedAgainKeepsItsIdAndIsGivenUpAfterADay() async throws {
        try await withWorld { world in
            try await world.addChannel("ops")
            let courier = try await world.startedCourier()
            _ = try await world.raise()
            world.messenger.answer(.trouble(status: 503, detail: "It answered 503."), on: "ops")
            try await courier.finish()
            let first = try #require(try await world.told().first)
            #expect(first.state == .pending && first.attempts == 1 && first.status == 503)
            let next = try #require(first.nextAt)
            #expect(next >= world.clock.now + .seconds(1) && next <= world.clock.now + .seconds(10))
            for _ in 0..<60 {
                world.clock.advance(by: .seconds(1800))
                try await courier.finish()
            }
            let last = try #require(try await world.told().first)
            #expect(last.state == .givenUp)
            #expect(last.attempts > 20)
            #expect(Set(world.messenger.sent.map(\.id)) == [last.id])
            let tries = world.messenger.sent.count
            try await courier.finish()
            #expect(world.messenger.sent.count == tries)
        }
    }

    @Test func noTryComesBeforeRetryAfter() async throws {
        try await withWorld { world in
            try await world.addChannel("ops")
            let courier = try await world.startedCourier()
            _ = try await world.raise()
            let wait = SendOutcome.trouble(status: 429, detail: "It answered 429.", retryAfter: .seconds(600))
            world.messenger.answer(wait, on: "ops")
            try await courier.finish()
            world.clock.advance(by: .seconds(599))
            try await courier.finish()
            #expect(world.messenger.sent.count == 1)
            world.messenger.answer(nil, on: "ops")
            world.clock.advance(by: .seconds(1))
            try await courier.finish()
            #expect(try await world.told().map(\.state) == [.delivered])
        }
    }

    @Test("nobody hears of a recovery before the alert")
    func order() async throws {
        try await withWorld { world in
            try await world.addChannel("ops")
            let courier = try await world.startedCourier()
            let alert = try await world.raise()
            world.messenger.answer(.trouble(status: nil, detail: "It could not be reached."), on: "ops")
            try await courier.finish()
            world.messenger.answer(nil, on: "ops")
            _ = try await world.raise([.recovered], alert)
            try await courier.finish()
            #expect(world.messenger.kinds == [.opened])
            world.clock.advance(by: .seconds(10))
            try await courier.finish()
            #expect(world.messenger.kinds == [.opened, .opened, .recovered])
        }
    }

    @Test func aSlowChannelKeepsNoOtherWaiting() async throws {
        try await withWorld { world in
            try await world.addChannel("slow")
            try await world.addChannel("quick")
            let courier = try await world.startedCourier()
            let gate = world.messenger.hold("slow")
            _ = try await world.raise()
            try await courier.look()
            // The second look finds the slow one busy and lets it be.
            while try await world.told(.init(channel: "quick")).first?.state != .delivered {
                try await courier.look()
            }
            #expect(try await world.told(.init(channel: "slow")).map(\.state) == [.pending])
            gate.finish()
            await courier.settle()
            #expect(try await world.told(.init(channel: "slow")).map(\.state) == [.delivered])
            #expect(world.messenger.sent.filter { $0.channel == "slow" }.count == 1)
        }
    }

    @Test func channelsTellOnlyWhatTheyTake() async throws {
        try await withWorld { world in
            try await world.addChannel("critical") { $0.severities = [.critical] }
            try await world.addChannel("other") { $0.rules = ["queue-age"] }
            try await world.addChannel("off") { $0.enabled = false }
            try await world.addChannel("mail") { settings in
                settings.kind = .email
                settings.recipients = ["team@example.com"]
            }
            let courier = try await world.startedCourier()
            _ = try await world.raise()
            try await courier.finish()
            #expect(world.messenger.sent.map(\.channel) == ["mail"])
            _ = try await world.raise(severity: .critical, provider: "beta")
            try await courier.finish()
            #expect(world.messenger.sent.map(\.channel).sorted() == ["critical", "mail", "mail"])
        }
    }

    @Test("a channel that fails changes no alert and no run (AL-04)")
    func failureStaysApart() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            try await world.addChannel("ops")
            let courier = try await world.startedCourier()
            world.messenger.answer(.refused(status: 410, detail: "It answered 410."), on: "ops")
            let alert = try await world.raise()
            let run = try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            try await courier.finish()
            #expect(try await world.told().map(\.state) == [.failed])
            #expect(try await world.admin.alert(alert).state == .open)
            #expect(run.status == .success)
            #expect(try await world.admin.run(run.id).status == .success)
        }
    }

    @Test("the request of the run stands in the message (OP-04)")
    func requestOfTheRun() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            try await world.addProvider("alpha") { $0.maxAttempts = 1 }
            try await world.addSkill("demo")
            try await world.addChannel("ops")
            let courier = try await world.startedCourier()
            world.providers.fail("alpha", ProviderFailure(.authFailed, "The key is not taken."))
            let trace = TraceParent(
                traceID: "4bf92f3577b34da6a3ce929d0e0e4736",
                spanID: "00f067aa0ba902b7",
                isSampled: true
            )
            let caller = Caller(name: "ann", role: .admin, requestID: "request-1", trace: trace)
            let request = RunRequest(skills: ["demo"], providers: ["alpha"])
            let run = try await world.finish(
                try await world.engine.session(for: caller).startRun(
                    request,
                    idempotencyKey: nil,
                    source: .api
                )
            )
            try await world.engine.alertWatch().catchUp()
            try await courier.finish()
            let message = try #require(world.messenger.sent.first?.message)
            #expect(message.runs == [.init(id: run.id, requestID: "request-1", traceID: trace.traceID)])
        }
    }

    @Test func twoCouriersTellOnce() async throws {
        try await withWorld { world in
            try await world.addChannel("ops")
            let courier = try await world.startedCourier()
            _ = try await world.raise()
            let other = world.neighbour().courier()
            try await other.finish()
            #expect(world.messenger.sent.isEmpty)
            // The first fell silent.
            world.clock.advance(by: .seconds(11))
            try await other.finish()
            try await courier.finish()
            #expect(world.messenger.kinds == [.opened])
        }
    }

    @Test("an alert that nobody looks after escalates once (AL-02)")
    func escalation() async throws {
        try await withWorld { world in
            try await world.addChannel("ops")
            try await world.addChannel("boss") { settings in
                (settings.escalateMinutes, settings.onlyEscalated) = (15, true)
            }
            let courier = try await world.startedCourier()
            let seen = try await world.raise()
            let unseen = try await world.raise(provider: "beta")
            try await courier.finish()
            #expect(world.messenger.sent.map(\.channel) == ["ops", "ops"])
            _ = try await world.admin.acknowledgeAlert(seen, .init(reason: "mine"))
            world.clock.advance(by: .seconds(15 * 60))
            for _ in 0..<2 { try await courier.finish() }
            let told = try await world.told(.init(channel: "boss"))
            #expect(told.map(\.kind) == [.escalated])
            #expect(told.map(\.alert) == [unseen])
            // Only of what it was told is it told that it is over.
            _ = try await world.raise([.recovered], seen)
            _ = try await world.raise([.recovered], unseen, provider: "beta")
            try await courier.finish()
            #expect(try await world.told(.init(channel: "boss")).map(\.kind) == [.recovered, .escalated])
        }
    }

    @Test func endedDeliveriesAreForgottenAfterAWhile() async throws {
        try await withWorld { world in
            try await world.addChannel("ops")
            let courier = try await world.startedCourier()
            _ = try await world.raise()
            try await courier.finish()
            world.clock.advance(by: .seconds(91 * 86_400))
            try await courier.finish()
            #expect(try await world.told().isEmpty)
        }
    }
}
