import Contract
import Domain
import Logging
import Store

/// Sends one message once and writes down what became of it.
///
/// Nothing here can change a run or an alert: it writes rows of deliveries only.
struct DeliveryDesk: Sendable {
    let database: any Database
    let vault: CredentialVault
    let messenger: any Messenger
    let now: @Sendable () -> Timestamp

    /// Sends what somebody has begun, in ``DeliveryCourse/begun(at:)``.
    ///
    /// - Parameters:
    ///   - delivery: As it was saved when it was begun.
    ///   - channel: As it is now; nil when it is gone.
    /// - Returns: The delivery as it is then.
    /// - Throws: ``StoreError``; `CancellationError` when it was broken off, and comes again once its lease has ended.
    func send(_ delivery: StoredDelivery, through channel: StoredChannel?) async throws -> StoredDelivery {
        let outcome = await outcome(of: delivery, channel)
        try Task.checkCancellation()
        let moment = now()
        let course = delivery.course.after(
            outcome,
            of: delivery.message.kind,
            at: moment,
            jitter: Double.random(in: 0..<1)
        )
        _ = try await database.write { connection in
            try DeliveryTable(connection).save(delivery.id, course, from: delivery.course)
        }
        if case .trouble(_, _, let wait?) = outcome {
            // Whoever says how long to wait says so of all that is sent there, and not of one message. Apart from what
            // was saved, so that of two who do so at once none waits for the other's message.
            let rest = moment + min(wait, DeliveryCourse.longest)
            try await database.write { try DeliveryTable($0).postpone(delivery.channel, until: rest) }
        }
        var ended = delivery
        ended.course = course
        return ended
    }

    private func outcome(of delivery: StoredDelivery, _ channel: StoredChannel?) async -> SendOutcome {
        guard let channel, channel.settings.enabled || delivery.message.kind == .test else {
            return .refused(status: nil, detail: "The channel is switched off.")
        }
        let address: ChannelAddress?
        do throws(KeyTrouble) { address = try vault.address(of: channel) } catch {
            return .trouble(status: nil, detail: error.channelSentence)
        }
        return await messenger.send(
            OutgoingMessage(
                id: delivery.id,
                settings: channel.settings,
                address: address,
                message: delivery.message,
                at: now()
            )
        )
    }
}

extension KeyTrouble {
    /// Where keys lie is not for everybody who reads deliveries.
    fileprivate var channelSentence: String {
        switch self {
        case .missing: "The address of the channel is sealed with a key that this server does not have."
        case .altered: "The stored address of the channel was altered: set it anew."
        default: "The key to the address of the channel cannot be used."
        }
    }
}

/// Sends nothing: for servers that nobody gave a way to.
struct SilentMessenger: Messenger {
    var sendsMail: Bool { false }

    func origin(of url: Secret, _ kind: ChannelKind) throws(UnusableAddress) -> String {
        throw UnusableAddress(as: "no_messenger", "This server sends nothing.")
    }

    func send(_ message: OutgoingMessage) async -> SendOutcome {
        .trouble(status: nil, detail: "This server sends nothing.")
    }
}
