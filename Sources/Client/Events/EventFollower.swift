import AsyncHTTPClient
import Contract
import NIOCore

/// Follows the server's events over as many connections as it takes, losing none.
///
/// It reads only when it is asked for the next item, so a slow reader holds back the server instead of
/// filling memory here.
actor EventFollower {
    private let connect: @Sendable (Int64?) async throws(Problem) -> HTTPClientResponse.Body
    private let wait: @Sendable (Duration) async throws -> Void
    private var body: HTTPClientResponse.Body.AsyncIterator?
    private var parser = ServerSentEventParser()
    private var ready: [EventFeedItem] = []
    private var position: Int64?
    private var failures = 0

    /// - Throws: ``Problem`` when the first connection is refused.
    init(
        after position: Int64?,
        connect: @escaping @Sendable (Int64?) async throws(Problem) -> HTTPClientResponse.Body,
        wait: @escaping @Sendable (Duration) async throws -> Void
    ) async throws(Problem) {
        self.position = position
        self.connect = connect
        self.wait = wait
        body = try await connect(position).makeAsyncIterator()
    }

    /// Nil when the task was canceled or the server will not have this caller any more.
    func next() async -> EventFeedItem? {
        while !Task.isCancelled {
            if !ready.isEmpty { return ready.removeFirst() }
            if await read() { continue }
            guard await reconnect() else { return nil }
        }
        return nil
    }

    /// Reads a piece of the stream; false when there is no connection any more.
    private func read() async -> Bool {
        // The iterator is not Sendable, and an actor cannot lend its own state to an async call. Only `next()`
        // reaches it, and an `AsyncStream` never asks twice at a time.
        guard body != nil else { return false }
        nonisolated(unsafe) var iterator = body
        let buffer: ByteBuffer?
        do {
            buffer = unsafe try await iterator?.next()
        } catch {
            buffer = nil
        }
        guard let buffer else {
            body = nil
            return false
        }
        unsafe body = iterator
        failures = 0
        for event in parser.feed(buffer.readableBytesView) { take(event) }
        if parser.isBroken { body = nil }
        return true
    }

    private func take(_ event: ServerSentEvent) {
        let place = event.id.flatMap { Int64($0) }
        if let place { position = place }
        if event.name == "resync" {
            ready.append(.resync(position: place ?? 0))
        } else if let view = try? JSON.decode(EventView.self, from: event.data.utf8) {
            // A kind of event that this version does not know is passed over.
            ready.append(.event(view))
        }
    }

    private func reconnect() async -> Bool {
        while !Task.isCancelled {
            let pause = Duration.seconds(min(15, 1 << min(failures, 4)))
            failures += 1
            guard (try? await wait(pause)) != nil else { return false }
            do {
                parser = ServerSentEventParser()
                body = try await connect(position).makeAsyncIterator()
            } catch {
                guard [.unavailable, .internal, .rateLimited].contains(error.code) else { return false }
                continue
            }
            // Without any position nobody can say what happened while the connection was down.
            if position == nil { ready.append(.resync(position: 0)) }
            return true
        }
        return false
    }
}
