package import Contract
package import Logging
import ServiceLifecycle
package import Store
import Synchronization

/// Follows the event table and serves any number of readers, each at its own pace.
///
/// Readers pull: what a slow one has not read lies in the table, not in a buffer of its own. The newest events
/// are kept at hand, so a hundred readers cost one query.
package final class EventFeed: Service {
    fileprivate struct State {
        /// The newest events in order, none missing between them.
        var recent: [EventView] = []
        /// How far the order is settled; nil before the first look.
        var horizon: EventHorizon?

        var position: Int64 { horizon?.position ?? 0 }
    }

    private static let kept = 2000
    /// A reader further behind than this reads everything anew instead.
    private static let replayable: Int64 = 10_000
    /// Where a feed begins before the newest event: whatever a reader may ask for is settled on the way.
    private static let lookback = replayable

    private let database: any Database
    private let signals: EngineSignals
    private let arrivals = Signal()
    private let poll: Duration
    private let logger: Logger
    private let state = Mutex(State())

    package init(
        _ database: any Database,
        signals: EngineSignals,
        poll: Duration = .milliseconds(250),
        logger: Logger
    ) {
        self.database = database
        self.signals = signals
        self.poll = poll
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                let generation = signals.events.generation
                let more: Bool
                do { more = try await look() } catch {
                    logger.warning("events could not be read", metadata: ["error": "\(error)"])
                    more = false
                }
                if !more { await signals.events.wait(after: generation, upTo: poll) }
            }
        }
    }

    /// Reads what is new, once.
    private func look() async throws -> Bool {
        let known = state.withLock(\.horizon)
        let (horizon, fresh, more) = try await database.read { connection in
            var horizon = try known ?? EventHorizon(before: Self.lookback, of: connection)
            let (events, more) = try horizon.advance(on: connection, limit: 500)
            return (horizon, events, more)
        }
        state.withLock { state in
            // Another look may have come further meanwhile.
            guard state.horizon == nil || horizon.position >= state.position else { return }
            let passed = state.horizon.map(\.position) ?? Int64.min
            state.horizon = horizon
            state.recent += fresh.filter { $0.position > passed }
            if state.recent.count > Self.kept { state.recent.removeFirst(state.recent.count - Self.kept) }
        }
        if !fresh.isEmpty || known == nil { arrivals.notify() }
        return more || known == nil
    }

    /// The newest position that readers may see, as of now.
    private func settledPosition() async throws -> Int64 {
        while try await look() {}
        return state.withLock(\.position)
    }

    /// Everything after `position`, or from now on, until the reader goes away.
    package func follow(after position: Int64?) async throws -> AsyncStream<EventFeedItem> {
        let settled = try await settledPosition()
        let start = position ?? settled
        let lost = try await database.read { try Self.isLost(start, connection: $0) }
        let place = Place(Reader(position: start, resync: lost))
        return AsyncStream { [self] in await next(for: place) }
    }

    /// Whether a reader at this place has missed events for good, or too many of them.
    private static func isLost(_ position: Int64, connection: any Connection) throws -> Bool {
        let events = EventTable(connection)
        // Another node may have shown the reader more than is settled here; nobody has shown what is not there.
        let latest = try events.latestPosition()
        let gone = try events.oldestPosition().map { position < $0 - 1 } ?? (position < latest)
        return gone || position > latest || latest - position > replayable
    }

    fileprivate struct Reader {
        var position: Int64
        var resync: Bool
        var pending: [EventView] = []
    }

    private final class Place: Sendable {
        let reader: Mutex<Reader>

        init(_ reader: Reader) {
            self.reader = Mutex(reader)
        }
    }

    private func next(for place: Place) async -> EventFeedItem? {
        while !Task.isCancelled {
            let generation = arrivals.generation
            if let item = place.reader.withLock({ $0.take() }) { return item }
            let (position, resync) = place.reader.withLock { ($0.position, $0.resync) }
            do {
                if resync {
                    let latest = try await settledPosition()
                    place.reader.withLock { $0.jump(to: latest) }
                    return .resync(position: latest)
                }
                guard let fresh = try await entries(after: position) else {
                    place.reader.withLock { $0.resync = true }
                    continue
                }
                place.reader.withLock { $0.give(fresh) }
                if !fresh.isEmpty { continue }
            } catch {
                logger.warning("a reader's events could not be read", metadata: ["error": "\(error)"])
            }
            await arrivals.wait(after: generation, upTo: .seconds(5))
        }
        return nil
    }

    /// The next events of a reader; nil when it has fallen too far behind.
    private func entries(after position: Int64) async throws -> [EventView]? {
        if let recent = state.withLock({ $0.recent(after: position) }) { return recent }
        let settled = state.withLock(\.position)
        return try await database.read { connection in
            guard try !Self.isLost(position, connection: connection) else { return nil }
            return try EventTable(connection).entries(after: position, upTo: settled, limit: 500)
        }
    }
}

extension EventFeed.State {
    /// The events at hand after a position; nil when some of them are not.
    fileprivate func recent(after position: Int64) -> [EventView]? {
        guard horizon != nil else { return nil }
        guard let first = recent.first else { return position == self.position ? [] : nil }
        guard position >= first.position - 1, position <= self.position else { return nil }
        // Most readers are close to the end.
        let start = recent.lastIndex { $0.position <= position }.map { $0 + 1 } ?? 0
        return Array(recent[start...])
    }
}

extension EventFeed.Reader {
    fileprivate mutating func take() -> EventFeedItem? {
        guard let next = pending.popLast() else { return nil }
        position = next.position
        return .event(next)
    }

    fileprivate mutating func give(_ events: [EventView]) {
        pending = events.reversed()
    }

    fileprivate mutating func jump(to position: Int64) {
        self.position = position
        resync = false
    }
}
