package import Contract
package import HTTPTypes
package import Hummingbird
package import NIOCore
package import Requests
import ServiceLifecycle

/// Writes the events of one follower as `text/event-stream` (HTML standard, section 9.2).
///
/// The next batch is taken from the feed only after the one before was written, so a slow client holds back
/// its own feed, whose bound then turns into a `resync`; nothing piles up here.
package struct EventStream: Sendable {
    /// What is said besides the events, as lines of the stream.
    package struct Notices: Sendable {
        let opening: String
        let heartbeat: String
        /// The last words to a follower who is signed in no more.
        let expiry: String?

        package init(opening: String, heartbeat: String, expiry: String? = nil) {
            self.opening = opening
            self.heartbeat = heartbeat
            self.expiry = expiry
        }
    }

    private enum Signal: Sendable {
        case batch(EventBatch)
        case heartbeat
        case end
    }

    private let feed: AsyncStream<EventBatch>
    private let place: StreamPlace
    private let notices: Notices
    private let untilHeartbeat: @Sendable () async throws -> Void
    private let signIn: @Sendable () async throws(Problem) -> any ControlPlane
    private let text: @Sendable (EventBatch) throws -> ByteBuffer

    /// - Parameters:
    ///   - feed: What there is to tell.
    ///   - place: Held for as long as there is a stream.
    ///   - notices: What is said besides.
    ///   - untilHeartbeat: Returns when the next heartbeat is due; throws when it was canceled meanwhile.
    ///   - signIn: Asked at each heartbeat, as a stream outlives many requests; only its refusal ends the stream.
    ///   - text: A batch as the follower gets it.
    package init(
        feed: AsyncStream<EventBatch>,
        place: StreamPlace,
        notices: Notices,
        untilHeartbeat: @escaping @Sendable () async throws -> Void,
        signIn: @escaping @Sendable () async throws(Problem) -> any ControlPlane,
        text: @escaping @Sendable (EventBatch) throws -> ByteBuffer
    ) {
        self.feed = feed
        self.place = place
        self.notices = notices
        self.untilHeartbeat = untilHeartbeat
        self.signIn = signIn
        self.text = text
    }

    /// The answer that lasts until the feed ends, the service shuts down, the follower is signed in no more or the
    /// client is gone.
    package func response(to request: Request, headers: HTTPFields) -> Response {
        Response(
            status: .ok,
            headers: headers,
            body: ResponseBody { writer in
                // Ends the stream, and with it the engine's subscription, as soon as the client is gone.
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await write(to: &writer)
                }
                try await writer.finish(nil)
                withExtendedLifetime(place) {}
            }
        )
    }

    @concurrent
    private func write(to writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(string: notices.opening))
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
                    try await writer.write(try text(batch))
                    group.addTask { await nextBatch() }
                case .heartbeat:
                    guard await isStillSignedIn() else {
                        if let expiry = notices.expiry { try await writer.write(ByteBuffer(string: expiry)) }
                        group.cancelAll()
                        return
                    }
                    try await writer.write(ByteBuffer(string: notices.heartbeat))
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

    /// False once the token is revoked or has expired; a database that cannot be asked says nothing about it.
    private func isStillSignedIn() async -> Bool {
        do {
            _ = try await signIn()
            return true
        } catch {
            return error.code != .authenticationRequired
        }
    }
}
