package import Contract
package import Hummingbird
import NIOCore
package import Requests

/// The Model Context Protocol over a ``FrontDoor``, at one address.
///
/// What a tool does is a line of chat in its canonical form, so that a program's model can do what a person can say and
/// nothing else. See docs/decisions/0034-mcp.md.
package struct MCPSite: Sendable {
    /// Where everything is sent.
    package static let path = "/mcp"

    let frontDoor: any FrontDoor
    let settings: MCPSettings
    let threads: ConversationThreads
    let questions: OpenQuestions
    let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - frontDoor: Takes the callers' tokens.
    ///   - settings: How it is served.
    ///   - now: The clock.
    package init(
        frontDoor: any FrontDoor,
        settings: MCPSettings = MCPSettings(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.frontDoor = frontDoor
        self.settings = settings
        self.now = now
        threads = ConversationThreads(now: now)
        questions = OpenQuestions()
    }

    /// Adds the address to a router.
    ///
    /// - Parameters:
    ///   - router: Wraps its routes in what turns a ``Problem`` into an answer.
    ///   - requestID: The id that the router gave the request.
    ///   - standing: How the request's caller stands with its quota, as the router counted it.
    package func addRoutes<Context: RequestContext>(
        to router: Router<Context>,
        requestID: @escaping @Sendable (Context) -> String,
        standing: @escaping @Sendable (Context) -> RequestStanding? = { _ in nil }
    ) {
        router.post(RouterPath(Self.path)) { request, context in
            if let refusal = standing(context)?.refusal { throw refusal }
            return try await Visit(
                site: self,
                request: request,
                requestID: requestID(context),
                standing: standing(context)
            ).answer()
        }
        for method in [HTTPRequest.Method.get, .delete, .put, .patch, .options] {
            router.on(RouterPath(Self.path), method: method) { _, context in
                try otherMethod(requestID(context))
            }
        }
    }

    private func otherMethod(_ requestID: String) throws -> Response {
        let problem = Problem(.methodNotAllowed, "This address takes POST.", requestID: requestID)
        return Response(
            status: .methodNotAllowed,
            headers: [.allow: "POST", .contentType: "application/problem+json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSON.encode(problem)))
        )
    }
}

/// How the protocol is served.
package struct MCPSettings: Sendable {
    /// Of the program, for clients to show.
    let version: String
    /// The only origin of pages elsewhere than on this machine that may ask; nil for none.
    let publicURL: String?
    let maximumBytes: Int
    /// How often each caller may ask; shared with other front ends.
    let requests: RequestLimits
    /// For the streams of each caller; shared with other front ends.
    let streams: StreamRoom
    /// Returns when the next heartbeat is due; throws when it was canceled meanwhile.
    let untilHeartbeat: @Sendable () async throws -> Void
    /// Returns when nobody is waited for any longer; throws when it was canceled meanwhile.
    let untilSilence: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - version: Of the program.
    ///   - publicURL: Where browsers find the pages; nil unless told.
    ///   - maximumBytes: Of one message, 1 MiB unless told.
    ///   - requests: Any number unless told.
    ///   - streams: Any number unless told.
    ///   - untilHeartbeat: 15 seconds unless told.
    ///   - untilSilence: 60 seconds unless told.
    package init(
        version: String = "0",
        publicURL: String? = nil,
        maximumBytes: Int = 1 << 20,
        requests: RequestLimits = RequestLimits(),
        streams: StreamRoom = StreamRoom(),
        untilHeartbeat: @escaping @Sendable () async throws -> Void = {
            try await Task.sleep(for: .seconds(15))
        },
        untilSilence: @escaping @Sendable () async throws -> Void = {
            try await Task.sleep(for: .seconds(60))
        }
    ) {
        self.version = version
        self.publicURL = publicURL
        self.maximumBytes = maximumBytes
        self.requests = requests
        self.streams = streams
        self.untilHeartbeat = untilHeartbeat
        self.untilSilence = untilSilence
    }
}
