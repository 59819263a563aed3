package import Contract
package import Logging
import ServiceLifecycle
package import Store
import Synchronization

/// Follows the event table and serves any number of followers, each at its own pace.
///
/// Followers pull: what a slow one has not read lies in the table, not in a buffer of its own. The newest events
/// are kept at hand, so a thousand followers cost one query. The more there are, the longer events wait for company,
/// as each wake-up of all of them costs more.
package final class EventFeed: Service {
    fileprivate struct State {
        var recent = RecentEvents()
        /// How far the order is settled; nil before the first look.
        var horizon: EventHorizon?
        var followers = 0

        var position: Int64 { horizon?.position ?? 0 }
    }

    /// A follower further behind than this reads everything anew instead.
    private static let replayable: Int64 = 10_000
    /// Where a feed begins before the newest event: whatever a follower may ask for is settled on the way.
    private static let lookback = replayable
    /// As many as fit well into one answer's piece.
    private static let mostAtOnce = 500
    /// About twice what it takes to wake a follower and to send it something.
    private static let restForEachFollower = Duration.microseconds(50)
    /// Shorter ones are not worth their timer.
    private static let shortestRest = Duration.milliseconds(2)

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

    /// How many follow it now.
    var followers: Int { state.withLock(\.followers) }

    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                let (generation, woken) = (signals.events.generation, arrivals.generation)
                let more: Bool
                do { more = try await look() } catch {
                    logger.warning("events could not be read", metadata: ["error": "\(error)"])
                    more = false
                }
                if arrivals.generation != woken { await rest() }
                if !more { await signals.events.wait(after: generation, upTo: poll) }
            }
        }
    }

    /// Gives the followers time to send what they were woken for.
    private func rest() async {
        let pause = Self.restForEachFollower * state.withLock(\.followers)
        guard pause >= Self.shortestRest else { return }
        try? await Task.sleep(for: pause)  // ends early only when canceled
    }

    /// Reads what is new, once.
    private func look() async throws -> Bool {
        let known = state.withLock(\.horizon)
        let (horizon, fresh, more) = try await database.read { connection in
            var horizon = try known ?? EventHorizon(before: Self.lookback, of: connection)
            let (events, more) = try horizon.advance(on: connection, limit: Self.mostAtOnce)
            return (horizon, events, more)
        }
        state.withLock { state in
            // Another look may have come further meanwhile.
            guard state.horizon == nil || horizon.position >= state.position else { return }
            let passed = state.horizon.map(\.position) ?? Int64.min
            state.horizon = horizon
            state.recent.append(fresh.filter { $0.position > passed })
        }
        if !fresh.isEmpty || known == nil { arrivals.notify() }
        return more || known == nil
    }

    /// The newest position that followers may see, as of now.
    private func settledPosition() async throws -> Int64 {
        while try await look() {}
        return state.withLock(\.position)
    }

    /// Everything after `position`, or from now on, until the follower goes away.
    package func follow(after position: Int64?) async throws -> AsyncStream<EventBatch> {
        let settled = try await settledPosition()
        let start = position ?? settled
        let lost = try await database.read { try Self.isLost(start, connection: $0) }
        let place = Place(Place.State(position: start, mustResync: lost)) { [self] in
            state.withLock { $0.followers -= 1 }
        }
        state.withLock { $0.followers += 1 }
        return AsyncStream { [self] in await next(for: place) }
    }

    /// Whether a follower at this place has missed events for good, or too many of them.
    private static func isLost(_ position: Int64, connection: any Connection) throws -> Bool {
        let events = EventTable(connection)
        // Another node may have shown the follower more than is settled here; nobody has shown what is not there.
        let latest = try events.latestPosition()
        let gone = try events.oldestPosition().map { position < $0 - 1 } ?? (position < latest)
        return gone || position > latest || latest - position > replayable
    }

    private func next(for place: Place) async -> EventBatch? {
        while !Task.isCancelled {
            let generation = arrivals.generation
            let known = place.state.withLock(\.self)
            do {
                if known.mustResync {
                    let latest = try await settledPosition()
                    place.state.withLock { $0 = Place.State(position: latest, mustResync: false) }
                    return .resync(position: latest)
                }
                guard let fresh = try await entries(after: known.position) else {
                    place.state.withLock { $0.mustResync = true }
                    continue
                }
                if let last = fresh.last {
                    place.state.withLock { $0.position = last.position }
                    return .events(fresh)
                }
                await arrivals.wait(after: generation)
            } catch {
                logger.warning("a follower's events could not be read", metadata: ["error": "\(error)"])
                await arrivals.wait(after: generation, upTo: .seconds(5))
            }
        }
        return nil
    }

    /// The next events of a follower; nil when it has fallen too far behind.
    private func entries(after position: Int64) async throws -> [EventView]? {
        let (recent, settled) = state.withLock { ($0.next(after: position), $0.position) }
        if let recent { return recent }
        return try await database.read { connection in
            guard try !Self.isLost(position, connection: connection) else { return nil }
            return try EventTable(connection).entries(after: position, upTo: settled, limit: Self.mostAtOnce)
        }
    }
}

extension EventFeed.State {
    /// The events at hand after a position; nil when some of them are not.
    fileprivate func next(after place: Int64) -> [EventView]? {
        guard horizon != nil, place <= position else { return nil }
        return place == position ? [] : recent.next(after: place)
    }
}

/// How far a follower has come.
private final class Place: Sendable {
    struct State {
        var position: Int64
        var mustResync: Bool
    }

    let state: Mutex<State>
    private let leave: @Sendable () -> Void

    init(_ state: State, leave: @escaping @Sendable () -> Void) {
        self.state = Mutex(state)
        self.leave = leave
    }

    deinit { leave() }
}
