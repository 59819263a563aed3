import Contract
import Domain
import Engine
import Store

/// Something to do every operation on channels on.
struct ChannelGrounds {
    let world: World

    init(_ world: World) {
        self.world = world
    }

    static let url = Secret("https://hooks.example.com/a-secret-path")

    func perform(_ operation: Operation, as caller: EngineSession, on provider: ProviderID) async throws {
        switch operation {
        case .readChannels: _ = try await caller.channels()
        case .putChannel:
            let settings = ChannelSettings(name: "New", kind: .webhook)
            let change = ChannelChange(settings: settings, url: Self.url)
            _ = try await caller.putChannel("new", change, if: .absent)
        case .removeChannel:
            try await put("old")
            _ = try await caller.removeChannel("old", if: .present)
        case .testChannel:
            try await put("tried")
            _ = try await caller.testChannel("tried")
        case .readDeliveries: _ = try await caller.deliveries(DeliveryQuery())
        case .replayDelivery: _ = try await caller.replayDelivery(try await delivery(on: provider))
        default: throw Unexplored(operation: operation)
        }
    }

    /// Asks for what cannot be done.
    func fail(_ operation: Operation, as caller: EngineSession) async throws {
        switch operation {
        case .putChannel:
            let change = ChannelChange(settings: ChannelSettings(name: "", kind: .webhook))
            _ = try await caller.putChannel("none", change, if: .absent)
        case .removeChannel: _ = try await caller.removeChannel("missing", if: .present)
        case .testChannel: _ = try await caller.testChannel("missing")
        case .replayDelivery: _ = try await caller.replayDelivery("missing")
        default: throw Unexplored(operation: operation)
        }
    }

    /// A channel without an address, which nobody needs to seal.
    func put(_ id: ChannelID) async throws {
        let channel = StoredChannel(
            id: id,
            settings: ChannelSettings(name: id.rawValue, kind: .email, recipients: ["a@example.com"]),
            origin: nil,
            sealed: nil,
            revisionNumber: 1,
            updatedAt: world.clock.now,
            updatedBy: "system"
        )
        try await world.database.write { try ChannelTable($0).put(channel) }
    }

    private func delivery(on provider: ProviderID) async throws -> DeliveryID {
        try await put("old")
        let now = world.clock.now
        let alert = AlertView(
            id: .make(at: now),
            rule: "target-failed",
            title: "Targets failed",
            severity: .warning,
            state: .open,
            cause: AlertCause(provider: provider, code: .timeout),
            message: nil,
            count: 1,
            skills: [],
            openedAt: now,
            lastAt: now
        )
        let delivery = StoredDelivery(
            id: .make(at: now),
            channel: "old",
            message: ChannelMessage(.opened, at: now, alert: alert),
            createdAt: now,
            course: DeliveryCourse(at: now)
        )
        try await world.database.write { try DeliveryTable($0).append([delivery]) }
        return delivery.id
    }

    private struct Unexplored: Error {
        let operation: Operation
    }
}
