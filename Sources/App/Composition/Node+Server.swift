import API
import Contract
import Domain
import Engine
import FoundationEssentials
import NIOSSL
import OpenID
import Requests
import ServiceLifecycle
import Web

/// What a node shows to others: the API and the pages, and what it says once it listens.
extension Node {
    func server(
        of engine: Engine,
        _ provider: RelyingParty?,
        metrics: PrometheusRegistry,
        onReady: @escaping @Sendable (Int) -> Void
    ) throws -> any Service {
        let connections = DatabaseMetrics(engine.database, in: metrics)
        let frontDoor = EngineFrontDoor(engine, provider: provider) {
            connections?.record()
            return metrics.text
        }
        let limits = APILimits(
            importBytes: configuration.importHosts.map { _ in SkillImport.maximumBytes },
            requests: RequestLimits(configuration.requestQuotas),
            streams: StreamRoom(perCaller: configuration.streamsPerCaller)
        )
        let pages = try pages(frontDoor, limits)
        let site = APISite(
            frontDoor: frontDoor,
            openAPIDocument: Array(OpenAPIDocument.text.utf8),
            limits: limits,
            proxies: configuration.proxies,
            isFile: { pages.isFile($0) },
            strictTransport: configuration.tls != nil,
            logger: logger,
            now: Clock.now
        )
        let router = site.router()
        pages.addRoutes(to: router, peer: \.peer, requestID: \.requestID, standing: \.standing) {
            $0.standing?.refusal
        }
        do {
            return try Server(configuration, router: router, logger: logger, onReady: onReady).service
        } catch is NIOSSLError {
            throw Problem(
                .unavailable,
                "The certificate or its key cannot be read: check --tls-cert and --tls-key."
            )
        }
    }

    private func pages(_ frontDoor: EngineFrontDoor, _ limits: APILimits) throws(Problem) -> WebSite {
        do throws(WebSite.Unusable) {
            return try WebSite(
                frontDoor: frontDoor,
                // What listens beyond this machine without TLS of its own stands behind something that adds it, and
                // so does whatever has a proxy to trust.
                settings: WebSettings(
                    secureCookies: configuration.tls != nil || !Configuration.isLoopback(configuration.host)
                        || configuration.proxies != .none
                        || configuration.publicURL?.hasPrefix("https:") == true,
                    publicURL: configuration.identityProvider?.publicURL ?? configuration.publicURL,
                    proxies: configuration.proxies,
                    importsByURL: configuration.importHosts != nil,
                    uploadRoom: limits.uploadRoom,
                    requests: limits.requests,
                    streams: limits.streams
                ),
                logger: logger,
                now: Clock.now
            )
        } catch {
            throw Problem(.unavailable, error.detail)
        }
    }

    func announce(port: Int, newToken: String?, setupCode: String?, providers: [Provider]) {
        let url = configuration.url(port: port)
        let vendors = providers.filter { [.openai, .claude, .gemini].contains($0.settings.kind) }
        let steps = FirstSteps(
            url: url,
            access: .init(
                to: url,
                of: configuration,
                hasTokenFile: configuration.tokenFile.read() != nil,
                from: FileManager.default.currentDirectoryPath
            ),
            newToken: newToken,
            setupLink: setupCode.map { "\(url)/setup?code=\($0)" },
            tokenPath: configuration.tokenFile.path,
            sandboxes: vendors.filter(\.settings.sandbox).map(\.id.rawValue),
            realVendors: vendors.filter { !$0.settings.sandbox }.map(\.id.rawValue),
            demoFolder: configuration.localFolders == .demo ? configuration.dataFolder + "/home" : nil
        )
        for line in steps.lines(program: CommandLine.arguments.first ?? "skillyard") { console.print(line) }
    }
}
