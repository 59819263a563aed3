import Synchronization

/// Spans that wait to be exported, never more than fit: whoever works does not wait for whoever watches.
package final class SpanQueue: Sendable {
    /// What has become of spans so far.
    package struct Counts: Equatable, Sendable {
        package var exported = 0
        /// Those that found no room, and those that nobody took.
        package var dropped = 0
        package var waiting = 0

        package init(exported: Int = 0, dropped: Int = 0, waiting: Int = 0) {
            (self.exported, self.dropped, self.waiting) = (exported, dropped, waiting)
        }
    }

    private struct State {
        var spans: [SpanRecord] = []
        var counts = Counts()
        var overflowed = 0
    }

    private let room: Int
    private let state = Mutex(State())
    private let arrivals: AsyncStream<Void>.Continuation
    /// Says that there is something.
    package let arrived: AsyncStream<Void>

    /// - Parameter room: For how many.
    package init(room: Int = 8192) {
        self.room = room
        (arrived, arrivals) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package var counts: Counts {
        state.withLock { state in
            var counts = state.counts
            counts.waiting = state.spans.count
            return counts
        }
    }

    /// How many of those that were dropped had found no room.
    package var overflowed: Int { state.withLock(\.overflowed) }

    func offer(_ span: SpanRecord) {
        let isTaken = state.withLock { state in
            guard state.spans.count < room else {
                state.counts.dropped += 1
                state.overflowed += 1
                return false
            }
            state.spans.append(span)
            return true
        }
        if isTaken { arrivals.yield() }
    }

    /// The oldest ones, which are whoever takes them to look after.
    package func take(upTo most: Int) -> [SpanRecord] {
        state.withLock { state in
            let taken = Array(state.spans.prefix(most))
            state.spans.removeFirst(taken.count)
            return taken
        }
    }

    /// Gives back what was taken and has not been sent, before what came since.
    package func putBack(_ spans: [SpanRecord]) {
        state.withLock { $0.spans.insert(contentsOf: spans, at: 0) }
    }

    package func exported(_ count: Int) { state.withLock { $0.counts.exported += count } }

    package func dropped(_ count: Int) { state.withLock { $0.counts.dropped += count } }
}
