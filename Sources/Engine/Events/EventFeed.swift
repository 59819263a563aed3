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
        /// The newest events in order, without gaps.
        var recent: [EventView] = []
        var position: Int64 = 0
        var started = false
    }

    private static let kept = 2000
    /// A reader further behind than this reads everything anew instead.
    private static let replayable: Int64 = 10_000

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
        let (position, started) = state.withLock { ($0.position, $0.started) }
        guard started else {
            let latest = try await database.read { try EventTable($0).latestPosition() }
            state.withLock { state in
                state.position = latest
                state.started = true
            }
            return true
        }
        let fresh = try await database.read { try EventTable($0).entries(after: position, limit: 500) }
        guard let last = fresh.last else { return false }
        state.withLock { state in
            state.position = last.position
            state.recent += fresh
            if state.recent.count > Self.kept { state.recent.removeFirst(state.recent.count - Self.kept) }
        }
        arrivals.notify()
        return true
    }

    /// Everything after `position`, or from now on, until the reader goes away.
    package func follow(after position: Int64?) async throws -> AsyncStream<EventFeedItem> {
        let (latest, oldest) = try await database.read { connection in
            let events = EventTable(connection)
            return (try events.latestPosition(), try events.oldestPosition())
        }
        let start = position ?? latest
        let lost = Self.isLost(start, oldest: oldest, latest: latest)
        let place = Place(Reader(position: start, resync: lost))
        return AsyncStream { [self] in await next(for: place) }
    }

    /// Whether a reader at this place has missed events for good, or too many of them.
    private static func isLost(_ position: Int64, oldest: Int64?, latest: Int64) -> Bool {
        let gone = oldest.map { position < $0 - 1 } ?? (position < latest)
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
                    let latest = try await database.read { try EventTable($0).latestPosition() }
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
        return try await database.read { connection in
            let events = EventTable(connection)
            let latest = try events.latestPosition()
            guard try !Self.isLost(position, oldest: events.oldestPosition(), latest: latest) else {
                return nil
            }
            return try events.entries(after: position, limit: 500)
        }
    }
}

extension EventFeed.State {
    /// The events at hand after a position; nil when some of them are not.
    fileprivate func recent(after position: Int64) -> [EventView]? {
        guard started else { return nil }
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
