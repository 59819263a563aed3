package import Contract
import NIOHTTP1

extension HTTPControlPlane {
    package func channels() async throws(Problem) -> Page<ChannelView> {
        try await send(.get("/api/channels"))
    }

    package func channel(_ id: ChannelID) async throws(Problem) -> ChannelView {
        try await send(.get(Address.path("api", "channels", id.rawValue)))
    }

    package func putChannel(
        _ id: ChannelID,
        _ change: ChannelChange,
        if precondition: Precondition
    ) async throws(Problem) -> ChannelRegistration {
        let command: Command = try .send(.PUT, Address.path("api", "channels", id.rawValue), change)
        let reply = try await reply(to: command.on(precondition))
        return ChannelRegistration(
            created: reply.status == 201,
            saved: try decode(SavedChannel.self, from: reply)
        )
    }

    package func removeChannel(_ id: ChannelID, if precondition: Precondition) async throws(Problem)
        -> ChannelView
    {
        let path = Address.path("api", "channels", id.rawValue)
        return try await send(Command(method: .DELETE, path: path).on(precondition))
    }

    package func testChannel(_ id: ChannelID) async throws(Problem) -> DeliveryView {
        try await send(.post(Address.path("api", "channels", id.rawValue, "test")))
    }

    package func deliveries(_ query: DeliveryQuery) async throws(Problem) -> Page<DeliveryView> {
        let parameters: [(name: String, value: String?)] = [
            ("channel", query.channel?.rawValue), ("alert", query.alert?.rawValue),
            ("state", query.state?.rawValue),
        ]
        return try await send(.get(Address.query("/api/deliveries", parameters + query.page.parameters)))
    }

    package func replayDelivery(_ id: DeliveryID) async throws(Problem) -> DeliveryView {
        try await send(.post(Address.path("api", "deliveries", id.rawValue, "replay")))
    }
}
