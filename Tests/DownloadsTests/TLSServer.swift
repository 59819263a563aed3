import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PostgresFixture
import Synchronization

/// An https server on an address of this machine, with an authority of its own that nobody else trusts.
final class TLSServer: Sendable {
    struct Answer: Sendable {
        var status = HTTPResponseStatus.ok
        var headers: HTTPHeaders = [:]
        var body: [UInt8] = []
        /// Nothing comes, ever.
        var isSilent = false
        /// Nobody is told how long the body is.
        var isChunked = false

        static func redirect(_ location: String, _ status: HTTPResponseStatus = .found) -> Answer {
            Answer(status: status, headers: ["location": location, "set-cookie": "id=1; Path=/"])
        }
    }

    typealias Site = @Sendable (HTTPRequestHead) -> Answer

    let port: Int
    let trust: TLSConfiguration
    private let channel: any Channel
    private let seen: Requests

    /// What was asked for, heads only.
    var requests: [HTTPRequestHead] { seen.heads.withLock(\.self) }

    fileprivate final class Requests: Sendable {
        let heads = Mutex<[HTTPRequestHead]>([])
    }

    private init(port: Int, trust: TLSConfiguration, channel: any Channel, seen: Requests) {
        (self.port, self.trust, self.channel, self.seen) = (port, trust, channel, seen)
    }

    /// Serves `site` under a certificate for `name`, as long as `body` takes.
    static func with(
        name: String = "skills.example.com",
        at address: String = "127.0.0.2",
        _ site: @escaping Site,
        _ body: (TLSServer) async throws -> Void
    ) async throws {
        let authority = try await CertificateAuthority.make()
        let signed = try await authority.certificate(for: name)
        let certificates = try NIOSSLCertificate.fromPEMBytes(Array(signed.chain))
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: certificates.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(signed.key), format: .pem))
            )
        )
        var trust = TLSConfiguration.makeClientConfiguration()
        trust.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authority.file))
        let seen = Requests()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(Responder(site: site, seen: seen))
                }
            }
            .bind(host: address, port: 0).get()
        let server = TLSServer(
            port: channel.localAddress?.port ?? 0,
            trust: trust,
            channel: channel,
            seen: seen
        )
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(server)) } catch { outcome = .failure(error) }
        try await channel.close()
        try authority.remove()
        try outcome.get()
    }
}

private final class Responder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let site: TLSServer.Site
    private let seen: TLSServer.Requests
    private var head: HTTPRequestHead?

    init(site: @escaping TLSServer.Site, seen: TLSServer.Requests) {
        (self.site, self.seen) = (site, seen)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let head else { return }
        seen.heads.withLock { $0.append(head) }
        let answer = site(head)
        guard !answer.isSilent else { return }
        var headers = answer.headers
        if !answer.isChunked { headers.replaceOrAdd(name: "content-length", value: "\(answer.body.count)") }
        let start = HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers)
        context.write(wrapOutboundOut(.head(start)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
