package import Contract
import Domain
import Store

extension EngineSession {
    package func channels() async throws(Problem) -> Page<ChannelView> {
        try await permit(.readChannels)
        return try await answer {
            try await engine.database.read { connection in
                let channels = try ChannelTable(connection).readable()
                return Page(items: try channels.map { try ChannelView($0, connection) }, nextCursor: nil)
            }
        }
    }

    package func channel(_ id: ChannelID) async throws(Problem) -> ChannelView {
        try await permit(.readChannels)
        return try await found(.missing(channel: id)) { connection in
            try ChannelTable(connection).find(id).map { try ChannelView($0, connection) }
        }
    }

    package func putChannel(
        _ id: ChannelID,
        _ change: ChannelChange,
        if precondition: Precondition
    ) async throws(Problem) -> ChannelRegistration {
        try await carryOut(.putChannel, on: "channel:\(id)") {
            try AlertRequestRules.check(ChannelRules.faults(id, change, engine.messenger))
            return try await put(id, change, if: precondition)
        }
    }

    private func put(
        _ id: ChannelID,
        _ change: ChannelChange,
        if precondition: Precondition
    ) async throws -> ChannelRegistration {
        let (now, person) = (engine.now(), signedIn.name)
        let sealing = ChannelSealing(engine.vault, engine.messenger, person, at: now)
        return try await engine.database.write { connection in
            // A key that nothing is sealed with is not forgotten meanwhile.
            try StartLock.take(connection)
            let table = ChannelTable(connection)
            let known = try table.lock(id)
            try requireScope(.putChannel, [nil], at: "", connection)
            // The same again undoes nothing, and may be the repetition of a request whose answer got lost.
            let changesSecrets = change.url != nil || change.signingSecret != nil
            if let known, known.settings == change.settings, !changesSecrets, precondition != .absent {
                let saved = SavedChannel(channel: try ChannelView(known, connection))
                return ChannelRegistration(created: false, saved: saved)
            }
            try precondition.require(at: known?.revision, "channel \(id)")
            let (origin, sealed, made) = try sealing.sealed(id, change, known)
            let channel = StoredChannel(
                id: id,
                settings: change.settings,
                origin: origin,
                sealed: sealed,
                revisionNumber: (known?.revisionNumber ?? 0) + 1,
                updatedAt: now,
                updatedBy: person
            )
            try table.put(channel)
            try AuditTable(connection).append([try entry(.putChannel, on: channel)], at: now)
            let saved = SavedChannel(channel: try ChannelView(channel, connection), signingSecret: made?.text)
            return ChannelRegistration(created: known == nil, saved: saved)
        }
    }

    package func removeChannel(_ id: ChannelID, if precondition: Precondition) async throws(Problem)
        -> ChannelView
    {
        let now = engine.now()
        return try await carryOut(.removeChannel, on: "channel:\(id)") {
            try await engine.database.write { connection in
                let table = ChannelTable(connection)
                guard let channel = try table.lock(id) else { throw Problem.missing(channel: id) }
                try requireScope(.removeChannel, [nil], at: "", connection)
                try precondition.require(at: channel.revision, "channel \(id)")
                let view = try ChannelView(channel, connection)
                try table.remove(id)
                try AuditTable(connection).append([try entry(.removeChannel, on: channel)], at: now)
                return view
            }
        }
    }

    /// The history keeps every version of a channel, and tells one address from another without saying it.
    private func entry(_ operation: Operation, on channel: StoredChannel) throws -> NewAuditEntry {
        var detail = [
            "revision": "\(channel.revisionNumber)", "settings": try JSON.text(channel.settings),
        ]
        detail["address"] = channel.origin
        detail["fingerprint"] = channel.sealed?.fingerprint
        return entry(operation.rawValue, on: "channel:\(channel.id)", detail: detail)
    }
}

extension ChannelView {
    init(_ channel: StoredChannel, _ connection: any Connection) throws {
        self.init(
            id: channel.id,
            settings: channel.settings,
            origin: channel.origin,
            revisionNumber: channel.revisionNumber,
            updatedAt: channel.updatedAt,
            updatedBy: channel.updatedBy,
            lastDelivery: try DeliveryTable(connection).newest(on: channel.id)
        )
    }
}
