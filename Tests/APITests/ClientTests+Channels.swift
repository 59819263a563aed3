import Client
import Contract
import Fixtures
import Testing

extension ClientTests {
    func everyChannelOperation(_ client: HTTPControlPlane) async throws {
        let id = ChannelID(rawValue: "ops-hook")
        #expect(try await client.channels() == Fixtures.value("listChannels"))
        #expect(try await client.channel(id) == Fixtures.value("getChannel"))
        let settings = ChannelSettings(
            name: "n",
            kind: .webhook,
            severities: [.critical],
            rules: [AlertRuleID(rawValue: "queue-age")],
            escalateMinutes: 5
        )
        let secret = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let change = ChannelChange(
            settings: settings,
            url: Secret("https://example.com/x"),
            signingSecret: secret
        )
        let put = try await client.putChannel(id, change, if: .absent)
        #expect(put.created)
        #expect(try put.saved == Fixtures.value("putChannel"))
        #expect(try await client.removeChannel(id, if: .present) == Fixtures.value("removeChannel"))
        #expect(try await client.testChannel(id) == Fixtures.value("testChannel"))
        let all: Page<DeliveryView> = try Fixtures.value("listDeliveries")
        #expect(try await client.deliveries(DeliveryQuery()) == all)
        let wanted = DeliveryQuery(channel: id, alert: AlertID(rawValue: TestSite.run), state: .givenUp)
        #expect(try await client.deliveries(wanted).items == all.items.filter { $0.state == .givenUp })
        let delivery = DeliveryID(rawValue: TestSite.run)
        #expect(try await client.replayDelivery(delivery) == Fixtures.value("replayDelivery"))
    }
}
