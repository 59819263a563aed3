import Contract
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Writes the events of one follower as `text/event-stream` (HTML standard, section 9.2).
///
/// The next event is taken from the feed only after the one before was written, so a slow client holds back
/// its own feed, whose bound then turns into a `resync`; nothing piles up here.
struct EventStream: Sendable {
    let feed: AsyncStream<EventFeedItem>
    let untilHeartbeat: @Sendable () async throws -> Void
    /// Whether the reader's token is still good; asked at each heartbeat, as a stream outlives many requests.
    let isStillAllowed: @Sendable () async -> Bool
    let encoder: AnswerEncoder

    private enum Signal: Sendable {
        case item(EventFeedItem)
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
            group.addTask { await nextItem() }
            group.addTask { try await nextHeartbeat() }
            group.addTask {
                try await gracefulShutdown()
                return .end
            }
            while let signal = try await group.next() {
                switch signal {
                case .item(let item):
                    try await writer.write(try frame(item))
                    group.addTask { await nextItem() }
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

    private func nextItem() async -> Signal {
        var items = feed.makeAsyncIterator()
        guard let item = await items.next() else { return .end }
        return .item(item)
    }

    private func nextHeartbeat() async throws -> Signal {
        try await untilHeartbeat()
        return .heartbeat
    }

    private func frame(_ item: EventFeedItem) throws -> ByteBuffer {
        switch item {
        case .event(let event):
            ByteBuffer(
                string:
                    "id: \(event.position)\nevent: \(event.kind.rawValue)\ndata: \(try encoder.text(event))\n\n"
            )
        case .resync(let position):
            ByteBuffer(string: "id: \(position)\nevent: resync\ndata: {\"position\":\(position)}\n\n")
        }
    }
}
