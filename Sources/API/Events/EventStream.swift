import Contract
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Writes the events of one follower as `text/event-stream` (HTML standard, section 9.2).
///
/// The next batch is taken from the feed only after the one before was written, so a slow client holds back
/// its own feed, whose bound then turns into a `resync`; nothing piles up here.
struct EventStream: Sendable {
    let feed: AsyncStream<EventBatch>
    let untilHeartbeat: @Sendable () async throws -> Void
    /// Whether the reader's token is still good; asked at each heartbeat, as a stream outlives many requests.
    let isStillAllowed: @Sendable () async -> Bool
    let frames: EventFrames

    private enum Signal: Sendable {
        case batch(EventBatch)
        case heartbeat
        case end
    }

    /// Returns when the feed ends, the service shuts down or the reader's token is no longer good.
    ///
    /// - Throws: `CancellationError` when the client is gone.
    @concurrent
    func write(to writer: inout any ResponseBodyWriter) async throws {
        // The comment makes proxies pass the headers on; one second is the client's wait before it reconnects.
        try await writer.write(ByteBuffer(string: "retry: 1000\n: connected\n\n"))
        try await withThrowingTaskGroup(of: Signal.self) { group in
            group.addTask { await nextBatch() }
            group.addTask { try await nextHeartbeat() }
            group.addTask {
                try await gracefulShutdown()
                return .end
            }
            while let signal = try await group.next() {
                switch signal {
                case .batch(let batch):
                    try await writer.write(try frames.text(of: batch))
                    group.addTask { await nextBatch() }
                case .heartbeat:
                    guard await isStillAllowed() else {
                        group.cancelAll()
                        return
                    }
                    try await writer.write(ByteBuffer(string: ": still here\n\n"))
                    group.addTask { try await nextHeartbeat() }
                case .end:
                    group.cancelAll()
                    return
                }
            }
        }
    }

    private func nextBatch() async -> Signal {
        var batches = feed.makeAsyncIterator()
        guard let batch = await batches.next() else { return .end }
        return .batch(batch)
    }

    private func nextHeartbeat() async throws -> Signal {
        try await untilHeartbeat()
        return .heartbeat
    }
}
