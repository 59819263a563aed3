package import Contract
import Synchronization

/// The samples of channels and deliveries.
extension FixtureControlPlane {
    package func channels() async throws(Problem) -> Page<ChannelView> {
        let page: Page<ChannelView> = try answer("listChannels", "channels")
        return isEmpty ? Page(items: [], nextCursor: nil) : page
    }

    package func channel(_ id: ChannelID) async throws(Problem) -> ChannelView {
        let channel: ChannelView = try answer("getChannel", "channel \(id)")
        let all: Page<ChannelView> = try sample("listChannels")
        return all.items.first { $0.id == id } ?? channel
    }

    package func putChannel(
        _ id: ChannelID,
        _ change: ChannelChange,
        if precondition: Precondition
    ) async throws(Problem) -> ChannelRegistration {
        let saved: SavedChannel = try answer(
            "putChannel",
            "putChannel \(id) \(precondition.text) \(change.settings.name)"
        )
        return ChannelRegistration(created: state.withLock(\.creates), saved: saved)
    }

    package func removeChannel(_ id: ChannelID, if precondition: Precondition) async throws(Problem)
        -> ChannelView
    {
        try answer("removeChannel", "removeChannel \(id) \(precondition.text)")
    }

    package func testChannel(_ id: ChannelID) async throws(Problem) -> DeliveryView {
        try answer("testChannel", "testChannel \(id)")
    }

    package func deliveries(_ query: DeliveryQuery) async throws(Problem) -> Page<DeliveryView> {
        let (channel, state) = (query.channel?.rawValue ?? "-", query.state?.rawValue ?? "-")
        let page: Page<DeliveryView> = try answer("listDeliveries", "deliveries \(channel) \(state)")
        if isEmpty { return Page(items: [], nextCursor: nil) }
        let items = page.items.filter {
            query.state.map([$0.state].contains) ?? true && query.channel.map([$0.channel].contains) ?? true
        }
        return Page(items: items, nextCursor: nil)
    }

    package func replayDelivery(_ id: DeliveryID) async throws(Problem) -> DeliveryView {
        try answer("replayDelivery", "replayDelivery \(id)")
    }
}
