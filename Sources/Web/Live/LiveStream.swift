import Contract
import Hummingbird
import NIOCore
import ServiceLifecycle

/// What pages are told while they are open, as `text/event-stream` (HTML standard, section 9.2).
///
/// Events are signals: they name what changed, and the page fetches that part anew, so that language,
/// permissions and filters stay in one place.
struct LiveStream: Sendable {
    let feed: AsyncStream<EventFeedItem>
    let untilHeartbeat: @Sendable () async throws -> Void
    /// Whether the visitor is still signed in; asked at each heartbeat.
    let isStillAllowed: @Sendable () async -> Bool

    private enum Signal: Sendable {
        case item(EventFeedItem)
        case heartbeat
        case end
    }

    /// Returns when the feed ends, the service shuts down or the visitor is signed in no more.
    ///
    /// - Throws: `CancellationError` when the browser is gone.
    @concurrent
    func write(to writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(string: "retry: 1000\nevent: hello\ndata: {}\n\n"))
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
                    try await writer.write(ByteBuffer(string: LiveSignal(item).frame))
                    group.addTask { await nextItem() }
                case .heartbeat:
                    guard await isStillAllowed() else {
                        try await writer.write(ByteBuffer(string: "event: session.expired\ndata: {}\n\n"))
                        group.cancelAll()
                        return
                    }
                    try await writer.write(ByteBuffer(string: "event: ping\ndata: {}\n\n"))
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
}

/// One event of the product as a page needs it.
struct LiveSignal: Equatable, Sendable {
    let position: Int64
    let name: String
    /// The run, skill or provider that changed; ids and skill names need no escaping.
    let id: String?

    init(_ item: EventFeedItem) {
        switch item {
        case .resync(let position):
            (self.position, name, id) = (position, "resync", nil)
        case .event(let event):
            position = event.position
            switch event.kind {
            case .skillRegistered, .skillYanked: (name, id) = ("skill.changed", event.skill)
            case .providerChanged, .providerChecked:
                (name, id) = ("provider.changed", event.provider?.rawValue)
            case .runQueued, .runChanged, .taskChanged, .taskInterrupted:
                (name, id) = ("run.changed", event.runID?.rawValue)
            }
        }
    }

    var frame: String {
        let data = id.map { "{\"id\":\"\($0)\"}" } ?? "{}"
        return "id: \(position)\nevent: \(name)\ndata: \(data)\n\n"
    }
}

extension WebSite {
    static let liveRoutes: [Route] = [
        .get("/events", liveStream),
        // For pages that no stream gets through to: whether the server answers and the visitor is signed in.
        .get("/events/poll") { visit, _ in visit.signal([]) },
    ]

    private static let liveStream: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let position = (visit.request.headers[.lastEventID] ?? visit.query["after"]).flatMap { Int64($0) }
        let feed = try await plane.events(after: position)
        let stream = LiveStream(feed: feed, untilHeartbeat: visit.site.settings.untilHeartbeat) {
            await visit.isStillSignedIn()
        }
        let request = visit.request
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream; charset=utf-8", .accelBuffering: "no",
                .cacheControl: "no-store",
            ],
            body: ResponseBody { writer in
                // Ends the stream, and with it the subscription, as soon as the browser is gone.
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await stream.write(to: &writer)
                }
                try await writer.finish(nil)
            }
        )
    }
}

extension Visit {
    /// A database that cannot be asked says nothing about it.
    fileprivate func isStillSignedIn() async -> Bool {
        do {
            _ = try await signIn()
            return true
        } catch {
            return error.code != .authenticationRequired
        }
    }
}
