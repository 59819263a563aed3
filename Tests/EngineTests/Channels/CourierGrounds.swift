import Contract
import Domain
import Engine
import Store

/// What tests of channels do to a world.
extension World {
    func addChannel(_ id: ChannelID, _ change: (inout ChannelSettings) -> Void = { _ in }) async throws {
        if (try? keys.sealingKey()) == nil { keys.replace([.make()]) }
        var settings = ChannelSettings(name: id.rawValue, kind: .webhook)
        change(&settings)
        let url = Secret("https://hooks.example.com/\(id)")
        let wanted = ChannelChange(settings: settings, url: settings.kind == .email ? nil : url)
        _ = try await admin.putChannel(id, wanted, if: .absent)
    }

    /// Writes an alert with what there is to tell of it, as the watch does.
    func raise(
        _ kinds: [AlertNotice.Kind] = [.opened],
        _ id: AlertID? = nil,
        severity: AlertSeverity = .warning,
        provider: ProviderID? = "alpha"
    ) async throws -> AlertID {
        let now = clock.now
        let id = id ?? .make(at: now)
        var alert = OngoingAlert(
            id,
            rule: "target-failed",
            cause: AlertCause(provider: provider, code: .timeout),
            openedAt: now
        )
        if kinds.contains(.recovered) { (alert.state, alert.recoveredAt) = (.recovered, now) }
        let rule = AlertRuleView(
            id: "target-failed",
            settings: AlertRuleSettings(
                title: "Targets failed",
                condition: .targetFailed(),
                severity: severity
            ),
            revisionNumber: 1,
            updatedAt: now,
            updatedBy: "system"
        )
        let saved = alert
        try await database.write { connection in
            try AlertTable(connection).save([saved], of: [rule])
            try AlertTable(connection).append(kinds.map { AlertNotice($0, of: id, at: now) })
        }
        return id
    }

    /// A courier that has begun, so that what is raised from now on is told.
    func startedCourier() async throws -> Courier {
        let courier = engine.courier()
        try await courier.look()
        return courier
    }

    func told(_ query: DeliveryQuery = DeliveryQuery()) async throws -> [DeliveryView] {
        try await admin.deliveries(query).items
    }
}

extension Courier {
    /// Looks, and waits until everything that was due is sent.
    func finish() async throws {
        try await look()
        await settle()
    }
}
