import Contract
import Domain
import Store
import Testing

@testable import Engine

@Suite("Telling of alerts where something is amiss", .timeLimit(.minutes(5))) struct CourierTroubleTests {
    @Test("whoever asks to be left alone gets nothing else meanwhile, either")
    func retryAfterIsOfTheChannel() async throws {
        try await withWorld { world in
            try await world.addChannel("ops")
            let courier = try await world.startedCourier()
            for provider: ProviderID in ["alpha", "beta"] { _ = try await world.raise(provider: provider) }
            let wait = SendOutcome.trouble(status: 429, detail: "It answered 429.", retryAfter: .seconds(600))
            world.messenger.answer(wait, on: "ops")
            try await courier.finish()
            world.clock.advance(by: .seconds(599))
            try await courier.finish()
            #expect(world.messenger.sent.count == 1)
            world.messenger.answer(nil, on: "ops")
            world.clock.advance(by: .seconds(1))
            try await courier.finish()
            #expect(world.messenger.sent.count == 3)
            #expect(try await world.told().map(\.state) == [.delivered, .delivered])
        }
    }

    @Test func aChannelThatMayNotSendYetKeepsNoOtherWaiting() async throws {
        try await withWorld { world in
            try await world.addChannel("a") { $0.severities = [.warning] }
            try await world.addChannel("z") { $0.severities = [.critical] }
            let courier = world.engine.courier(.init(channelsAtOnce: 1))
            try await courier.look()
            let alert = try await world.raise()
            world.messenger.answer(.trouble(status: 503, detail: "It answered 503."), on: "a")
            try await courier.finish()
            // Due, and yet not to be sent before what is tried again later.
            _ = try await world.raise([.recovered], alert)
            _ = try await world.raise(severity: .critical, provider: "beta")
            try await courier.finish()
            #expect(world.messenger.sent.map(\.channel) == ["a", "z"])
        }
    }

    @Test func whatCannotBeReadHoldsUpNothingElse() async throws {
        try await withWorld { world in
            try await world.addChannel("ops")
            let courier = try await world.startedCourier()
            _ = try await world.raise()
            world.messenger.answer(.trouble(status: 503, detail: "It answered 503."), on: "ops")
            try await courier.finish()
            try await world.database.write { _ = try $0.run("UPDATE deliveries SET content = '{'") }
            world.messenger.answer(nil, on: "ops")
            _ = try await world.raise(provider: "beta")
            world.clock.advance(by: .seconds(10))
            try await courier.finish()
            #expect(try await world.told().map(\.state) == [.delivered])
            #expect(world.messenger.sent.count == 2)
            world.clock.advance(by: .seconds(25 * 3600))
            try await courier.finish()
            let left = try await world.database.read { connection in
                try connection.run("SELECT state FROM deliveries WHERE content = '{'").map {
                    try $0.text("state")
                }
            }
            #expect(left == ["given_up"])
        }
    }

    @Test func anAlertOpensOpenHoweverLateThatIsTold() async throws {
        try await withWorld { world in
            try await world.addChannel("ops")
            let courier = try await world.startedCourier()
            _ = try await world.raise([.opened, .recovered])
            try await courier.finish()
            #expect(world.messenger.kinds == [.opened, .recovered])
            let alerts = world.messenger.sent.map(\.message.alert)
            #expect(alerts.map { $0?.state } == [.open, .recovered])
            #expect(alerts.first??.recoveredAt == nil && alerts.last??.recoveredAt != nil)
        }
    }

    @Test("an alert that lasts longer than messages are kept escalates once all the same")
    func escalationIsRemembered() async throws {
        try await withWorld { world in
            try await world.addChannel("boss") { $0.escalateMinutes = 15 }
            let courier = try await world.startedCourier()
            let alert = try await world.raise()
            world.clock.advance(by: .seconds(15 * 60))
            try await courier.finish()
            world.clock.advance(by: .seconds(91 * 86_400))
            for _ in 0..<2 { try await courier.finish() }
            #expect(world.messenger.kinds == [.opened, .escalated])
            #expect(try await world.told().map(\.kind) == [.escalated])
            // Once it is over nobody needs to remember.
            _ = try await world.raise([.recovered], alert)
            world.clock.advance(by: .seconds(3600))
            try await courier.finish()
            #expect(try await world.told().map(\.kind) == [.recovered])
        }
    }

    @Test("of two nodes that read on, or begin to send, from the same place one does")
    func guards() async throws {
        try await withWorld { world in
            try await world.addChannel("ops")
            _ = try await world.startedCourier()
            _ = try await world.raise()
            let now = world.clock.now
            let (old, new) = try await world.database.write { connection in
                let progress = NoticeProgressTable(connection)
                let old = try #require(try progress.find())
                var step = NoticeStep(connection, at: now)
                _ = try step.readOn()
                return (old, try #require(try progress.find()))
            }
            #expect(new > old)
            let (isSaved, due) = try await world.database.write { connection in
                var step = NoticeStep(connection, at: now)
                _ = try step.readOn()
                let isSaved = try NoticeProgressTable(connection).save(new, from: old)
                return (isSaved, try DeliveryTable(connection).due(on: "ops", at: now, limit: 10).deliveries)
            }
            #expect(!isSaved && due.count == 1)
            let delivery = try #require(due.first)
            var begun: [Bool] = []
            for _ in 0..<2 {
                begun.append(
                    try await world.database.write { connection in
                        let course = delivery.course.begun(at: now)
                        return try DeliveryTable(connection).save(delivery.id, course, from: delivery.course)
                    }
                )
            }
            #expect(begun == [true, false])
        }
    }

    @Test func whatBecameOfATestIsKeptEvenIfNobodyWaitsForIt() async throws {
        try await withWorld { world in
            try await world.addChannel("ops")
            let gate = world.messenger.hold("ops")
            let admin = world.admin
            let waiting = Task { try await admin.testChannel("ops") }
            await world.messenger.untilSent()
            waiting.cancel()
            gate.finish()
            _ = await waiting.result
            #expect(try await world.told().map(\.state) == [.delivered])
        }
    }
}
