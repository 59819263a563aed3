import Contract
import Logging
import Store
import Synchronization

/// How the system stands, looked at once for everybody who asks within five seconds.
///
/// Whoever reads metrics does not wait for a database that does not answer: what it said last stays, with its time.
final class StandingShelf: Sendable {
    private static let remembered = Duration.seconds(5)
    private static let patience = Duration.seconds(2)

    private struct State {
        var last: Standing?
        var look: Task<Void, Never>?
    }

    private let database: any Database
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    init(_ database: any Database, logger: Logger, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.logger = logger
        self.now = now
    }

    /// - Returns: What was seen last; nil where nothing has been seen yet.
    func standing() async -> Standing? {
        if let look = lookIfStale() { await wait(for: look) }
        return state.withLock(\.last)
    }

    private func lookIfStale() -> Task<Void, Never>? {
        let moment = now()
        return state.withLock { state -> Task<Void, Never>? in
            if let look = state.look { return look }
            if let last = state.last, last.at <= moment, moment < last.at + Self.remembered { return nil }
            let begun = Task { [self] in await self.look(at: moment) }
            state.look = begun
            return begun
        }
    }

    private func look(at moment: Timestamp) async {
        var seen: Standing?
        do { seen = try await database.read { try Standing($0, at: moment) } } catch {
            logger.warning("how the system stands could not be read", metadata: ["error": "\(error)"])
        }
        state.withLock { state in
            state.last = seen ?? state.last
            state.look = nil
        }
    }

    /// Waits no longer than anybody who reads metrics would: the look goes on without them.
    private func wait(for look: Task<Void, Never>) async {
        let (ends, end) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let done = Task {
            await look.value
            end.yield()
        }
        let limit = Task {
            try await Task.sleep(for: Self.patience)
            end.yield()
        }
        for await _ in ends { break }
        done.cancel()
        limit.cancel()
    }
}
