import Contract
import Fixtures

/// Channels as the samples have them.
extension FakePlane {
    func channels() async throws(Problem) -> Page<ChannelView> { try channelSample("listChannels") }

    func channel(_ id: ChannelID) async throws(Problem) -> ChannelView {
        let all: Page<ChannelView> = try channelSample("listChannels")
        guard let channel = all.items.first(where: { $0.id == id }) else {
            throw Problem(.notFound, "no channel")
        }
        return channel
    }

    func putChannel(
        _ id: ChannelID,
        _ change: ChannelChange,
        if precondition: Precondition
    ) async throws(Problem) -> ChannelRegistration {
        note {
            $0.channels.append(change)
            $0.preconditions.append(precondition)
        }
        let saved: SavedChannel = try channelSample("putChannel")
        return ChannelRegistration(created: precondition == .absent, saved: saved)
    }

    func removeChannel(_ id: ChannelID, if precondition: Precondition) async throws(Problem) -> ChannelView {
        note { $0.preconditions.append(precondition) }
        return try channelSample("removeChannel")
    }

    func testChannel(_ id: ChannelID) async throws(Problem) -> DeliveryView {
        try channelSample("testChannel")
    }

    func deliveries(_ query: DeliveryQuery) async throws(Problem) -> Page<DeliveryView> {
        try channelSample("listDeliveries")
    }

    func replayDelivery(_ id: DeliveryID) async throws(Problem) -> DeliveryView {
        try channelSample("replayDelivery")
    }

    private func channelSample<Value: Decodable>(_ name: String) throws(Problem) -> Value {
        try refuse()
        do { return try Fixtures.value(name) } catch { throw Problem(.internal, "no sample \(name)") }
    }
}
