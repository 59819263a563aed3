import Logging
import Synchronization
import Traces

/// Says when a collector ceases to take spans and when it takes them again, and nothing in between.
///
/// A collector may be away for hours, and a line for each batch would bury what matters.
final class CollectorLog: Sendable {
    private struct State {
        var isTaking = true
        /// Spans that were sent and not taken since it ceased to.
        var refused = 0
        /// What had found no room when it ceased to.
        var overflowed = 0
    }

    private let queue: SpanQueue
    private let logger: Logger
    private let state = Mutex(State())

    init(_ queue: SpanQueue, logger: Logger) {
        self.queue = queue
        self.logger = logger
    }

    func taken() { settle("spans are taken again") }

    func dropped(_ count: Int, _ reason: String) {
        let overflowed = queue.overflowed
        let isNew = state.withLock { state in
            defer { state.isTaking = false }
            if state.isTaking { (state.refused, state.overflowed) = (0, overflowed) }
            state.refused += count
            return state.isTaking
        }
        guard isNew else { return }
        logger.warning(
            "spans are dropped until the collector takes them",
            metadata: ["count": "\(count)", "reason": "\(reason)"]
        )
    }

    /// Says what became of it all, where the last that was sent was not taken.
    func ended() { settle("spans were not taken until the end") }

    private func settle(_ words: Logger.Message) {
        let overflowed = queue.overflowed
        let lost = state.withLock { state -> (refused: Int, overflowed: Int)? in
            guard !state.isTaking else { return nil }
            state.isTaking = true
            return (state.refused, overflowed - state.overflowed)
        }
        guard let lost else { return }
        logger.warning(
            words,
            metadata: ["dropped": "\(lost.refused)", "without_room": "\(lost.overflowed)"]
        )
    }
}
