import API
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import Requests
import ServiceLifecycle

/// The HTTP server over the routes.
struct Server {
    /// For half a request, and for the pause until a connection's next one.
    private static let idleTimeout: TimeAmount = .seconds(10)
    private static let maximumConnections = 10_000

    let service: any Service

    /// - Parameters:
    ///   - configuration: Where to listen, with or without TLS.
    ///   - port: Where, if not at the configuration's own port.
    ///   - router: The routes.
    ///   - logger: For the server's own trouble.
    ///   - onReady: Called with the port once connections are taken.
    /// - Throws: When the certificate or key cannot be read.
    init(
        _ configuration: Configuration,
        port: Int? = nil,
        router: Router<APIContext>,
        logger: Logger,
        onReady: @escaping @Sendable (Int) -> Void
    ) throws {
        var logger = logger
        // Hummingbird tells of each start and stop at info; what a person needs is printed by us.
        logger.logLevel = max(logger.logLevel, .notice)
        // The other half is for the database, the providers and the skills' files.
        let most = min(DescriptorLimit.raise() / 2, Self.maximumConnections)
        let proxies = configuration.proxies
        // A proxy, named or on this machine, comes for many.
        let connections = OpenConnections(most: most) { $0.isLoopback || proxies.trusts($0) }
        service = Application(
            router: router,
            server: try Self.builder(configuration.tls, connections),
            configuration: .init(
                address: .hostname(configuration.host, port: port ?? configuration.port),
                serverName: nil,
                backlog: 4096,
                availableConnectionsDelegate: .maximum(most, logger: logger)
            ),
            onServerRunning: { channel in onReady(channel.localAddress?.port ?? port ?? configuration.port) },
            logger: logger
        )
    }

    private static func builder(
        _ tls: Configuration.TLSFiles?,
        _ connections: OpenConnections
    ) throws -> HTTPServerBuilder {
        let http1 = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [ConnectionDeadlines(among: connections)],
                idleTimeout: idleTimeout
            )
        )
        guard let tls else { return http1 }
        let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate).map {
            NIOSSLCertificateSource.certificate($0)
        }
        let key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
        let settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain,
            privateKey: .privateKey(key)
        )
        return try .tls(http1, tlsConfiguration: settings)
    }
}
