import NIOCore
import NIOPosix
import NIOSSL
import PostgresFixture
import Synchronization

/// A mail server on this machine that takes down what it is told, with TLS under an authority of its own.
final class MailReceiver: Sendable {
    struct Settings: Sendable {
        /// What EHLO is answered; STARTTLS does not stand there once TLS is on.
        var offers = ["STARTTLS", "AUTH PLAIN LOGIN"]
        var isSecure = false
        /// Answers to commands that begin so, in place of those that say yes.
        var answers: [String: String] = [:]
        /// Sent in the clear together with the answer to STARTTLS.
        var smuggled = ""
        /// Sent in the clear a while after the answer to STARTTLS, in place of TLS.
        var smuggledLater = ""
        /// Whether nothing is said or done at the end.
        var isMuteAtQuit = false
    }

    let port: Int
    let trust: TLSConfiguration
    fileprivate let log: Log

    /// What was said, a line each, with `TLS` where it began.
    var lines: [String] { log.lines.withLock(\.self) }

    fileprivate final class Log: Sendable {
        let lines = Mutex<[String]>([])

        func note(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private init(port: Int, trust: TLSConfiguration, log: Log) {
        (self.port, self.trust, self.log) = (port, trust, log)
    }

    /// Serves under a certificate for `localhost`, as long as `body` takes.
    static func with(
        _ settings: Settings = Settings(),
        _ body: (MailReceiver) async throws -> Void
    ) async throws {
        let authority = try await CertificateAuthority.make()
        let signed = try await authority.certificate(for: "localhost")
        let certificates = try NIOSSLCertificate.fromPEMBytes(Array(signed.chain))
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: certificates.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(signed.key), format: .pem))
            )
        )
        var trust = TLSConfiguration.makeClientConfiguration()
        trust.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authority.file))
        let log = Log()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if settings.isSecure { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.addHandler(Clerk(settings, log, context))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let receiver = MailReceiver(port: channel.localAddress?.port ?? 0, trust: trust, log: log)
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(receiver)) } catch { outcome = .failure(error) }
        try await channel.close()
        try authority.remove()
        try outcome.get()
    }
}

/// Answers one connection.
private final class Clerk: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let settings: MailReceiver.Settings
    private let log: MailReceiver.Log
    private let context: NIOSSLContext
    private var bytes: [UInt8] = []
    private var isInContent = false
    private var isSecure: Bool

    init(_ settings: MailReceiver.Settings, _ log: MailReceiver.Log, _ context: NIOSSLContext) {
        (self.settings, self.log, self.context) = (settings, log, context)
        isSecure = settings.isSecure
    }

    func channelActive(context: ChannelHandlerContext) { say("220-mail\r\n220 ready", context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += unwrapInboundIn(data).readableBytesView
        while let end = bytes.firstIndex(of: 10) {
            let line = String(decoding: bytes[..<end].dropLast(), as: UTF8.self)
            bytes.removeSubrange(...end)
            log.note(line)
            if isInContent {
                guard line == "." else { continue }
                isInContent = false
                say(settings.answers["."] ?? "250 taken", context)
            } else {
                answer(line, context)
            }
        }
    }

    private func answer(_ line: String, _ context: ChannelHandlerContext) {
        if let scripted = settings.answers.first(where: { line.hasPrefix($0.key) }) {
            return say(scripted.value, context)
        }
        switch line.prefix(4) {
        case "EHLO":
            let offers = settings.offers.filter { !isSecure || $0 != "STARTTLS" }
            say(
                (["250-localhost"] + offers.map { "250-\($0)" } + ["250 8BITMIME"]).joined(separator: "\r\n"),
                context
            )
        case "STAR" where !settings.smuggledLater.isEmpty:
            say("220 go", context)
            let (channel, log) = (context.channel, log)
            let later = ByteBuffer(string: settings.smuggledLater + "\r\n")
            channel.eventLoop.scheduleTask(in: .milliseconds(200)) {
                channel.writeAndFlush(later).whenComplete { _ in log.note("smuggled") }
            }
        case "STAR":
            isSecure = true
            say("220 go\(settings.smuggled)", context)
            let handler = NIOSSLServerHandler(context: self.context)
            try? context.pipeline.syncOperations.addHandler(handler, position: .first)
            log.note("TLS")
        case "DATA":
            isInContent = true
            say("354 go", context)
        case "AUTH": say(line == "AUTH LOGIN" ? "334 VXNlcm5hbWU6" : "235 yes", context)
        case "QUIT" where settings.isMuteAtQuit: break
        case "QUIT":
            say("221 bye", context)
            context.close(promise: nil)
        default:
            say(
                line.contains(" ") ? "250 ok" : line.hasSuffix("==") ? "334 UGFzc3dvcmQ6" : "235 yes",
                context
            )
        }
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
    }
}
