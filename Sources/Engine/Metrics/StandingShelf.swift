import Contract
import Logging
import Store
import Synchronization

/// How the system stands, looked at once for everybody who asks within five seconds.
///
/// Whoever reads metrics does not wait for a database that does not answer: what it said last stays, with its time.
final class StandingShelf: Sendable {
    private static let remembered = Duration.seconds(5)

    private struct State {
        var last: Standing?
        var isLooking = false
        /// Those who wait for the look; nil where nobody does, or it has taken longer than anybody waits.
        var waiting: [CheckedContinuation<Void, Never>]?
    }

    private let database: any Database
    /// How long anybody who reads metrics waits for a look.
    private let patience: Duration
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    init(
        _ database: any Database,
        patience: Duration = .seconds(2),
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.patience = patience
        self.logger = logger
        self.now = now
    }

    /// - Returns: What was seen last; nil where nothing has been seen yet.
    func standing() async -> Standing? {
        lookIfStale()
        await withCheckedContinuation { continuation in
            let waits = state.withLock { state in
                state.waiting?.append(continuation)
                return state.waiting != nil
            }
            if !waits { continuation.resume() }
        }
        return state.withLock(\.last)
    }

    private func lookIfStale() {
        let moment = now()
        let isStale = state.withLock { state in
            let isRemembered = state.last.map { $0.at <= moment && moment < $0.at + Self.remembered } ?? false
            guard !state.isLooking, !isRemembered else { return false }
            (state.isLooking, state.waiting) = (true, [])
            return true
        }
        guard isStale else { return }
        // Nobody's child: the look goes on without whoever asked first, and others wait for it, too.
        Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.release(after: self.patience) }
                await look(at: moment)
                group.cancelAll()
            }
        }
    }

    private func look(at moment: Timestamp) async {
        var seen: Standing?
        do { seen = try await database.read { try Standing($0, at: moment) } } catch {
            logger.warning("how the system stands could not be read", metadata: ["error": "\(error)"])
        }
        release { state in
            state.last = seen ?? state.last
            state.isLooking = false
        }
    }

    private func release(after time: Duration) async {
        // Cancelled when the look is over.
        do { try await Task.sleep(for: time) } catch { return }
        release()
    }

    /// Lets go of those who wait; in one step with what changes, or those who wait for the next look would go with them.
    private func release(_ change: (inout State) -> Void = { _ in }) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = nil }
            return state.waiting ?? []
        }
        for continuation in waiting { continuation.resume() }
    }
}
