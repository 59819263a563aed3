import Contract
import Domain
import Logging
import ServiceLifecycle
import Store

/// Tells people of alerts: makes messages of notices, sends them, and sends them again until they have arrived.
///
/// One node at a time does so, each channel by itself, so that a slow one keeps no other waiting. What is being sent when
/// a node ends is sent again by the next, with the same id: everything arrives once at least.
package actor Courier: Service {
    package struct Settings: Sendable {
        /// How often to look.
        package var interval: Duration
        /// Channels that are sent to at the same time.
        package var channelsAtOnce: Int

        package init(interval: Duration = .seconds(2), channelsAtOnce: Int = 32) {
            self.interval = interval
            self.channelsAtOnce = channelsAtOnce
        }
    }

    /// Ended messages are kept for so long.
    private static let kept = Duration.seconds(90 * 86_400)
    private static let pruneEvery = Duration.seconds(3600)
    private static let pruneBatch = 1000
    /// Messages of a channel that are read at once.
    private static let batch = 20

    private let database: any Database
    private let desk: DeliveryDesk
    private let settings: Settings
    private let leadership: Leadership
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private var sending: [ChannelID: Task<Void, Never>] = [:]
    private var prunedAt: Timestamp?

    init(
        desk: DeliveryDesk,
        process: ProcessIdentity = .current,
        settings: Settings,
        logger: Logger
    ) {
        database = desk.database
        self.desk = desk
        self.settings = settings
        self.logger = logger
        now = desk.now
        let lease = max(settings.interval * 3, .seconds(10))
        leadership = Leadership(
            .notices,
            database: desk.database,
            process: process,
            lease: lease,
            now: desk.now
        )
    }

    package func run() async throws {
        await leadership.attend(every: settings.interval, logger, "telling of alerts failed") {
            try await self.look()
        }
        for task in sending.values { task.cancel() }
        await settle()
    }

    /// Looks once, and begins to send what is due.
    package func look() async throws {
        guard try await leadership.holds() else { return }
        // Each by itself: what cannot be read is no reason to send nothing.
        await attempt("notices of alerts could not be read") {
            while try await readOn(), !Task.isCancelled {}
        }
        await attempt("alerts that escalate could not be looked for") { try await escalate() }
        await attempt("old messages could not be forgotten") { try await prune() }
        try await beginToSend()
    }

    private func beginToSend() async throws {
        let (moment, busy) = (now(), Array(sending.keys))
        let room = settings.channelsAtOnce - busy.count
        guard room > 0 else { return }
        let due = try await database.read {
            try DeliveryTable($0).channelsDue(at: moment, besides: busy, limit: room)
        }
        for channel in due where sending[channel] == nil {
            sending[channel] = Task {
                await self.serve(channel)
                self.sending[channel] = nil
            }
        }
    }

    private func attempt(_ failure: Logger.Message, _ step: () async throws -> Void) async {
        do { try await step() } catch is CancellationError {
            return  // the look ends by itself
        } catch {
            logger.warning(failure, metadata: ["error": "\(error)"])
        }
    }

    /// Waits until nothing is being sent.
    package func settle() async {
        while let task = sending.values.first { await task.value }
    }

    // Looked for before anything is written: mostly there is nothing, and a write costs far more than a look.

    private func readOn() async throws -> Bool {
        let moment = now()
        guard try await database.read({ try NoticeStep($0, at: moment).hasMore() }) else { return false }
        return try await database.write { [logger] connection in
            var step = NoticeStep(connection, at: moment)
            let mayHaveMore = try step.readOn()
            for id in step.unreadable {
                logger.warning("an alert could not be read, and nobody is told", metadata: ["alert": "\(id)"])
            }
            return mayHaveMore
        }
    }

    private func escalate() async throws {
        let moment = now()
        guard try await database.read({ try !NoticeStep($0, at: moment).unattended().isEmpty }) else {
            return
        }
        try await database.write { try NoticeStep($0, at: moment).escalate() }
    }

    private func prune() async throws {
        let moment = now()
        if let prunedAt, moment - prunedAt < Self.pruneEvery { return }
        let gone = try await database.write { connection in
            try DeliveryTable(connection).prune(
                finishedBefore: moment - Self.kept,
                limit: Self.pruneBatch
            )
        }
        if gone < Self.pruneBatch { prunedAt = moment }
    }

    /// Sends what a channel has to tell, one after the other, until there is trouble: the next message would meet with
    /// the same.
    private func serve(_ channel: ChannelID) async {
        do {
            while !Task.isCancelled {
                let moment = now()
                let due = try await database.read { connection in
                    try DeliveryTable(connection).due(on: channel, at: moment, limit: Self.batch)
                }
                try await setAside(due.unreadable, of: channel)
                guard !due.deliveries.isEmpty else { return }
                for delivery in due.deliveries {
                    guard try await send(delivery) else { return }
                }
            }
        } catch is CancellationError {
            return  // another node goes on with it
        } catch {
            logger.warning(
                "a channel could not be served",
                metadata: ["channel": "\(channel)", "error": "\(error)"]
            )
        }
    }

    private func setAside(_ unreadable: [DeliveryID], of channel: ChannelID) async throws {
        guard !unreadable.isEmpty else { return }
        let moment = now()
        logger.warning(
            "messages could not be read",
            metadata: ["channel": "\(channel)", "deliveries": "\(unreadable.map(\.rawValue))"]
        )
        try await database.write { try DeliveryTable($0).setAside(unreadable, at: moment) }
    }

    /// - Returns: Whether the next one may be sent.
    private func send(_ delivery: StoredDelivery) async throws -> Bool {
        var begun = delivery
        begun.course = delivery.course.begun(at: now())
        let (course, old) = (begun.course, delivery.course)
        let channel = try await database.write { connection -> StoredChannel?? in
            guard try DeliveryTable(connection).save(delivery.id, course, from: old) else { return nil }
            return .some(try ChannelTable(connection).find(delivery.channel))
        }
        // Else somebody else is at it.
        guard let channel else { return true }
        let ended = try await desk.send(begun, through: channel)
        note(ended)
        return ended.course.state == .delivered || ended.course.state == .failed
    }

    /// What went wrong goes to the log once, with its code and never with an address.
    private func note(_ delivery: StoredDelivery) {
        guard delivery.course.state == .failed || delivery.course.state == .givenUp else { return }
        logger.warning(
            "a message was not delivered",
            metadata: [
                "channel": "\(delivery.channel)", "delivery": "\(delivery.id)",
                "state": "\(delivery.course.state.rawValue)", "reason": "\(delivery.course.error ?? "")",
            ]
        )
    }
}
