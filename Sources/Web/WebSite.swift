package import Contract
import Foundation
package import Hummingbird
package import Logging
package import Requests

/// The pages over a ``FrontDoor``: HTML that works without scripts, and better with them.
///
/// Nothing here knows the engine: every page is a view of what a ``ControlPlane`` answers.
package struct WebSite: Sendable {
    /// What the pages cannot start without is missing or not what it should be.
    package struct Unusable: Error {
        /// For people: what is wrong and what to do.
        package let detail: String
    }

    /// What all pages are made of, read from the files beside the program.
    struct Content: Sendable {
        let assets: StaticAssets
        let templates: PageTemplates
        let languages: Languages

        /// - Throws: ``Unusable`` when a template, a language or a static file is missing or broken.
        init() throws(Unusable) {
            assets = try StaticAssets()
            templates = try PageTemplates()
            languages = try Languages()
        }
    }

    let frontDoor: any FrontDoor
    let assets: StaticAssets
    let templates: PageTemplates
    let languages: Languages
    let settings: WebSettings
    let callers: CallerAddresses
    let logger: Logger
    let now: @Sendable () -> Timestamp
    let tokenIssues = TokenIssues()

    /// - Parameters:
    ///   - frontDoor: Takes the visitors' tokens.
    ///   - settings: How the pages are served.
    ///   - logger: Gets faults on our side at `error`.
    ///   - now: The clock that relative times are made with.
    /// - Throws: ``Unusable`` when a template, a language or a static file is missing or broken.
    package init(
        frontDoor: any FrontDoor,
        settings: WebSettings = WebSettings(),
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) throws(Unusable) {
        self.init(frontDoor: frontDoor, content: try Content(), settings: settings, logger: logger, now: now)
    }

    /// The same over content that was read already: reading it takes longer than most requests.
    init(
        frontDoor: any FrontDoor,
        content: Content,
        settings: WebSettings,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.frontDoor = frontDoor
        assets = content.assets
        templates = content.templates
        languages = content.languages
        self.settings = settings
        callers = CallerAddresses(settings.proxies) { logger.warning("\($0)") }
        self.logger = logger
        self.now = now
    }

    /// Adds every page to a router.
    ///
    /// - Parameters:
    ///   - router: Wraps its routes in what turns errors and ids into answers; pages bring their own errors.
    ///   - peer: The address at the other end of the connection, as far as it is known.
    ///   - requestID: The id that the router gave the request.
    ///   - standing: How the request's caller stands with its quota, as the router counted it.
    ///   - refusal: Why the router will not have the request answered; pages say so in their own way.
    package func addRoutes<Context: RequestContext>(
        to router: Router<Context>,
        peer: @escaping @Sendable (Context) -> String? = { _ in nil },
        requestID: @escaping @Sendable (Context) -> String,
        standing: @escaping @Sendable (Context) -> RequestStanding? = { _ in nil },
        refusal: @escaping @Sendable (Context) -> Problem? = { _ in nil }
    ) {
        for route in Self.routes {
            router.on(RouterPath(stringLiteral: route.path), method: route.method) { request, context in
                let arrival = Arrival(
                    request: request,
                    parameters: context.parameters,
                    requestID: requestID(context),
                    peer: peer(context),
                    standing: standing(context),
                    refusal: refusal(context)
                )
                return try await answer(route, arrival)
            }
        }
        router.add(
            middleware: UnknownPageMiddleware(
                site: self,
                requestID: requestID,
                standing: standing,
                refusal: refusal
            )
        )
    }

    /// Whether a style, script or picture of the pages stands at a path.
    package func isFile(_ path: String) -> Bool { assets.has(path) }
}

/// How the pages are served.
package struct WebSettings: Sendable {
    /// Whether browsers reach the pages by HTTPS only, so that cookies can be bound to it.
    ///
    /// Where not, they still are for whoever does not come from this machine.
    package let secureCookies: Bool
    /// Where browsers reach the pages, without a slash at the end; nil where nobody said.
    package let publicURL: String?
    /// Whose `X-Forwarded-For` is believed.
    package let proxies: TrustedProxies
    /// Whether the server fetches skills from addresses.
    package let importsByURL: Bool
    /// The page with the runbook of alerts; nil where nobody said.
    package let runbookURL: String?
    /// For an uploaded skill, with everything around it.
    package let maximumUploadBytes: Int
    /// For all uploads together; other front ends may share it.
    package let uploadRoom: UploadRoom
    /// How often each caller may ask; other front ends may share it.
    package let requests: RequestLimits
    /// For the event streams of each caller; other front ends may share it.
    package let streams: StreamRoom
    /// Returns when a silent event stream has to say that it lives; throws when it was canceled meanwhile.
    package let untilHeartbeat: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - secureCookies: False unless told.
    ///   - publicURL: Nil unless told.
    ///   - proxies: None unless told.
    ///   - importsByURL: False unless told.
    ///   - runbookURL: Nil unless told.
    ///   - maximumUploadBytes: 64 MiB unless told.
    ///   - uploadRoom: For the largest uploads of two callers unless told.
    ///   - requests: Any number unless told.
    ///   - streams: Any number unless told.
    ///   - untilHeartbeat: 10 seconds unless told.
    package init(
        secureCookies: Bool = false,
        publicURL: String? = nil,
        proxies: TrustedProxies = .none,
        importsByURL: Bool = false,
        runbookURL: String? = nil,
        maximumUploadBytes: Int = 64 << 20,
        uploadRoom: UploadRoom? = nil,
        requests: RequestLimits = RequestLimits(),
        streams: StreamRoom = StreamRoom(),
        untilHeartbeat: @escaping @Sendable () async throws -> Void = {
            try await Task.sleep(for: .seconds(10))
        }
    ) {
        self.secureCookies = secureCookies
        self.publicURL = publicURL
        self.proxies = proxies
        self.importsByURL = importsByURL
        self.runbookURL = runbookURL
        self.maximumUploadBytes = maximumUploadBytes
        self.uploadRoom = uploadRoom ?? UploadRoom(largest: maximumUploadBytes)
        self.requests = requests
        self.streams = streams
        self.untilHeartbeat = untilHeartbeat
    }
}
