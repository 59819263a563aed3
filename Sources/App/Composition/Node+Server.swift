import API
import Contract
import Domain
import Engine
import FoundationEssentials
import MCP
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
        _ slack: SlackDoor?,
        metrics: NodeMetrics,
        onReady: @escaping @Sendable (Int) -> Void
    ) throws -> any Service {
        let frontDoor = EngineFrontDoor(engine, provider: provider) { await metrics.text(of: engine) }
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
            tracer: engine.tracer,
            logger: logger,
            now: Clock.now
        )
        let router = site.router()
        slack?.addRoutes(to: router)
        models(frontDoor, limits).addRoutes(to: router, requestID: \.requestID, standing: \.standing)
        pages.addRoutes(to: router, peer: \.peer, requestID: \.requestID, standing: \.standing) {
            $0.standing?.refusal
        }
        return try listening {
            try Server(configuration, router: router, logger: logger, onReady: onReady)
        }
    }

    /// What says how the node is, at a port of its own; nil where none is wanted.
    ///
    /// - Throws: ``Problem`` when the certificate cannot be read.
    func healthServer(of engine: Engine, metrics: NodeMetrics) throws -> (any Service)? {
        guard let port = configuration.observing.healthPort else { return nil }
        let site = APISite(
            frontDoor: EngineFrontDoor(engine) { await metrics.text(of: engine) },
            openAPIDocument: [],
            limits: APILimits(requests: RequestLimits(configuration.requestQuotas)),
            proxies: configuration.proxies,
            strictTransport: configuration.tls != nil,
            logger: logger,
            now: Clock.now
        )
        let server = try listening {
            try Server(configuration, port: port, router: site.healthRouter(), logger: logger) { port in
                console.note("Says how it is at \(configuration.url(port: port))/readyz.")
            }
        }
        return HealthService(server: server, host: configuration.host, port: port)
    }

    private func listening(_ server: () throws -> Server) throws -> any Service {
        do { return try server().service } catch is NIOSSLError {
            throw Problem(
                .unavailable,
                "The certificate or its key cannot be read: check --tls-cert and --tls-key."
            )
        }
    }

    private func models(_ frontDoor: EngineFrontDoor, _ limits: APILimits) -> MCPSite {
        MCPSite(
            frontDoor: frontDoor,
            settings: MCPSettings(
                version: SkillyardVersion.current,
                publicURL: configuration.identityProvider?.publicURL ?? configuration.publicURL,
                maximumBytes: limits.maximumJSONBytes,
                requests: limits.requests,
                streams: limits.streams,
                untilHeartbeat: limits.untilHeartbeat
            ),
            now: Clock.now
        )
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
                    runbookURL: configuration.observing.runbookURL,
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

/// A server beside the one of the API, which says of its own port when it cannot be listened on.
private struct HealthService: Service {
    let server: any Service
    let host: String
    let port: Int

    func run() async throws {
        do { try await server.run() } catch { throw Problem.listening(error, on: host, port, .healthPort) }
    }
}
