import Contract
import HTTPTypes
import Hummingbird
import Requests

extension APISite {
    /// Server-sent events: from just after `Last-Event-ID`, or from now on.
    static let streamEvents: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let position = try call.lastEventID()
        let feed = try await plane.eventBatches(after: position)
        let stream = EventStream(
            feed: feed,
            untilHeartbeat: call.site.limits.untilHeartbeat,
            isStillAllowed: { await call.isStillSignedIn() },
            frames: call.site.frames
        )
        let request = call.request
        return Response(
            status: .ok,
            headers: [.contentType: MediaType.eventStream.header, .accelBuffering: "no"],
            body: ResponseBody { writer in
                // Ends the stream, and with it the engine's subscription, as soon as the client is gone.
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await stream.write(to: &writer)
                }
                try await writer.finish(nil)
            }
        )
    }
}

extension Call {
    /// False once the token is revoked or has expired; a database that cannot be asked says nothing about it.
    fileprivate func isStillSignedIn() async -> Bool {
        do {
            _ = try await signIn()
            return true
        } catch {
            return error.code != .authenticationRequired
        }
    }

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
