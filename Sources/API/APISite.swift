package import Contract
import FoundationEssentials
package import Hummingbird
package import Logging
import NIOCore
package import Requests
package import Traces

/// The JSON API over a ``FrontDoor``: every route, every refusal, the event stream.
///
/// The router it makes may be given further routes, such as the pages: they get the same request ids,
/// problem documents and log lines.
package struct APISite: Sendable {
    let frontDoor: any FrontDoor
    let openAPIDocument: ByteBuffer
    let limits: APILimits
    let callers: CallerAddresses
    let isFile: @Sendable (String) -> Bool
    let strictTransport: Bool
    let tracer: SpanTracer
    let logger: Logger
    let now: @Sendable () -> Timestamp
    let encoder: AnswerEncoder
    let frames: EventFrames

    /// - Parameters:
    ///   - frontDoor: Takes the callers' tokens.
    ///   - openAPIDocument: What `/openapi.json` answers: the bytes of `docs/openapi.json`.
    ///   - limits: How much one request may send.
    ///   - proxies: Whose `X-Forwarded-For` is believed.
    ///   - isFile: Whether a path is one of a file that is part of the pages and costs nothing.
    ///   - strictTransport: Whether browsers are told to come by TLS only (RFC 6797), pages included.
    ///   - tracer: Makes a span of each request, but for those of files and of what watches the node.
    ///   - logger: Gets one line per request at `debug`, and faults on our side at `error`.
    ///   - now: The clock that request ids are made from.
    package init(
        frontDoor: any FrontDoor,
        openAPIDocument: [UInt8],
        limits: APILimits = APILimits(),
        proxies: TrustedProxies = .none,
        isFile: @escaping @Sendable (String) -> Bool = { _ in false },
        strictTransport: Bool = false,
        tracer: SpanTracer = SpanTracer(),
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.frontDoor = frontDoor
        self.openAPIDocument = ByteBuffer(bytes: openAPIDocument)
        self.limits = limits
        callers = CallerAddresses(proxies) { logger.warning("\($0)") }
        self.isFile = isFile
        self.strictTransport = strictTransport
        self.tracer = tracer
        self.logger = logger
        self.now = now
        encoder = AnswerEncoder()
        frames = EventFrames(encoder)
    }

    /// A router with all routes of the API; it answers HEAD wherever it answers GET.
    package func router() -> Router<APIContext> {
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: AnswerMiddleware(site: self, table: RouteTable(Self.endpoints)))
        for endpoint in Self.endpoints {
            router.on(RouterPath(stringLiteral: endpoint.path), method: endpoint.method) { request, context in
                try await answer(endpoint, request, context)
            }
            for (path, parameter, names) in Self.namesLikeFixedPaths where endpoint.path.hasPrefix(path) {
                for name in names { addRoutes(of: name, as: parameter, at: path, endpoint, to: router) }
            }
        }
        return router
    }

    /// A router with nothing but what says how the node is.
    package func healthRouter() -> Router<APIContext> {
        let endpoints = Self.endpoints.filter { ["/healthz", "/readyz", "/metrics"].contains($0.path) }
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: AnswerMiddleware(site: self, table: RouteTable(endpoints)))
        for endpoint in endpoints {
            router.on(RouterPath(stringLiteral: endpoint.path), method: endpoint.method) { request, context in
                try await answer(endpoint, request, context)
            }
        }
        return router
    }

    /// Every route as `GET /api/skills/{name}`, to be compared with the OpenAPI document.
    package static var routes: [String] {
        endpoints.map { "\($0.method.rawValue) \($0.path)" }
    }

    /// A skill may be called `check` or `import` and a rule `dry-run`, but the router never looks below a parameter once
    /// a fixed segment (`/api/skills/check`) has matched; so those names get routes of their own.
    private static let namesLikeFixedPaths: [(path: String, parameter: String, names: [String])] = [
        ("/api/skills/{name}", "name", ["check", "import"]), ("/api/alert-rules/{id}", "id", ["dry-run"]),
    ]

    private func addRoutes(
        of name: String,
        as parameter: String,
        at prefix: String,
        _ endpoint: Endpoint,
        to router: Router<APIContext>
    ) {
        let path = prefix.prefix { $0 != "{" } + name + endpoint.path.dropFirst(prefix.count)
        router.on(RouterPath(stringLiteral: String(path)), method: endpoint.method) { request, context in
            var context = context
            context.coreContext.parameters[Substring(parameter)] = Substring(name)
            return try await answer(endpoint, request, context)
        }
    }

    private func answer(_ endpoint: Endpoint, _ request: Request, _ context: APIContext) async throws
        -> Response
    {
        if let refusal = context.standing?.refusal { throw refusal }
        try endpoint.produces.require(acceptedBy: request)
        let call = Call(site: self, request: request, context: context)
        switch endpoint.answer {
        case .toAnyone(let answer):
            return try await answer(call)
        case .toCaller(let answer):
            return try await answer(call, try await call.signIn())
        }
    }
}
