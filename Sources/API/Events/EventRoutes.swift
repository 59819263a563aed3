import Contract
import HTTPTypes
import Hummingbird
import Requests
import Streams

extension APISite {
    /// Server-sent events: from just after `Last-Event-ID`, or from now on.
    static let streamEvents: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let position = try call.lastEventID()
        let place = try call.site.limits.streams.enter(SentSecret.bearer(call.request.headers))
        let feed = try await plane.eventBatches(after: position)
        let stream = EventStream(
            feed: feed,
            place: place,
            // The comment makes proxies pass the headers on; one second is the client's wait before it reconnects.
            notices: .init(opening: "retry: 1000\n: connected\n\n", heartbeat: ": still here\n\n"),
            untilHeartbeat: call.site.limits.untilHeartbeat,
            signIn: { () async throws(Problem) in try await call.signIn(asUse: false) },
            text: { try call.site.frames.text(of: $0) }
        )
        return stream.response(
            to: call.request,
            headers: [.contentType: MediaType.eventStream.header, .accelBuffering: "no"]
        )
    }
}

extension Call {
    /// The header counts before `?last_event_id`: a browser that reconnects knows it better than the address.
    fileprivate func lastEventID() throws(Problem) -> Int64? {
        var query = QueryReader(request)
        let inQuery = query.position("last_event_id")
        try query.finish()
        guard let header = request.headers[.lastEventID], !header.isEmpty else { return inQuery }
        guard let position = Int64(header), position >= 0 else {
            let fault = Problem.Fault(
                "header:Last-Event-ID",
                .format,
                "The position of an event is expected."
            )
            throw Problem(.validationFailed, "One value is invalid.", errors: [fault])
        }
        return position
    }
}
