package import Contract
import Domain
import Store

extension EngineSession {
    package func testChannel(_ id: ChannelID) async throws(Problem) -> DeliveryView {
        try await carryOut(.testChannel, on: "channel:\(id)") {
            let now = engine.now()
            let message = ChannelMessage(.test, at: now, alert: nil)
            let delivery = StoredDelivery(
                id: .make(at: now),
                channel: id,
                message: message,
                createdAt: now,
                course: DeliveryCourse(at: now).begun(at: now)
            )
            let audited = entry(Operation.testChannel.rawValue, on: "channel:\(id)")
            let channel = try await engine.database.write { connection in
                guard let channel = try ChannelTable(connection).find(id) else {
                    throw Problem.missing(channel: id)
                }
                try requireScope(.testChannel, [nil], at: "", connection)
                try DeliveryTable(connection).append([delivery])
                try AuditTable(connection).append([audited], at: now)
                return channel
            }
            // Even if nobody waits for it any more, what becomes of it is written down: else it would be sent again.
            let desk = engine.deliveryDesk
            return try await Task { try await desk.send(delivery, through: channel) }.value.view
        }
    }

    package func deliveries(_ query: DeliveryQuery) async throws(Problem) -> Page<DeliveryView> {
        try await permit(.readDeliveries)
        return try await answer { try await engine.database.read { try DeliveryTable($0).list(query) } }
    }

    package func replayDelivery(_ id: DeliveryID) async throws(Problem) -> DeliveryView {
        try await carryOut(.replayDelivery, on: "delivery:\(id)") {
            let now = engine.now()
            return try await engine.database.write { connection in
                let table = DeliveryTable(connection)
                guard var delivery = try table.lock(id) else { throw Problem.missing(delivery: id) }
                let provider = delivery.message.alert?.cause.provider
                try requireScope(.replayDelivery, [provider], at: "", connection)
                let old = delivery.course
                delivery.course = old.replayed(at: now)
                guard try table.save(id, delivery.course, from: old) else { throw StoreError.conflict }
                let detail = ["channel": delivery.channel.rawValue, "state_before": old.state.rawValue]
                let audited = entry(Operation.replayDelivery.rawValue, on: "delivery:\(id)", detail: detail)
                try AuditTable(connection).append([audited], at: now)
                return delivery.view
            }
        }
    }
}
