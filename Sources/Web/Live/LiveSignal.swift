import Contract
import HTTPTypes
import Hummingbird
import NIOCore
import Requests
import Streams

/// One event of the product as a page needs it.
///
/// It is a signal: it names what changed, and the page fetches that part anew, so that language, permissions and
/// filters stay in one place.
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
            case .providerChanged, .providerChecked, .driftChanged:
                (name, id) = ("provider.changed", event.provider?.rawValue)
            case .runQueued, .runChanged, .approvalRequested, .runApproved, .runRefused, .waveReleased,
                .waveChanged, .runStopped, .taskChanged, .taskInterrupted:
                (name, id) = ("run.changed", event.runID?.rawValue)
            case .alertChanged: (name, id) = ("alert.changed", nil)
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
        .watching("/events", liveStream),
        // For pages that no stream gets through to: whether the server answers and the visitor is signed in.
        .watching("/events/poll") { visit, _ in visit.signal([]) },
    ]

    private static let liveStream: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let position = (visit.request.headers[.lastEventID] ?? visit.query["after"]).flatMap { Int64($0) }
        let place = try visit.site.settings.streams.enter(visit.keptSecret)
        let stream = EventStream(
            feed: try await plane.eventBatches(after: position),
            place: place,
            notices: .init(
                opening: "retry: 1000\nevent: hello\ndata: {}\n\n",
                heartbeat: "event: ping\ndata: {}\n\n",
                expiry: "event: session.expired\ndata: {}\n\n"
            ),
            untilHeartbeat: visit.site.settings.untilHeartbeat,
            signIn: { () async throws(Problem) in try await visit.signIn(asUse: false) },
            text: { batch in ByteBuffer(string: batch.items.map { LiveSignal($0).frame }.joined()) }
        )
        return stream.response(
            to: visit.request,
            headers: [
                .contentType: "text/event-stream; charset=utf-8", .accelBuffering: "no",
                .cacheControl: "no-store",
            ]
        )
    }
}
