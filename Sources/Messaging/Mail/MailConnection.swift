import Downloads
import NIOCore
import NIOPosix
import NIOSSL

/// A connection to a mail server.
struct MailConnection: SMTPWire {
    /// For how long the other side may answer the farewell before the connection is closed all the same.
    private static let parting = TimeAmount.seconds(5)

    private let channel: any Channel
    private let inbox: NIOLoopBound<MailInbox>
    private let context: NIOSSLContext
    /// Nil for an address.
    private let certified: String?

    /// Connects.
    ///
    /// - Parameters:
    ///   - address: An address that was looked at, with the port.
    ///   - name: Whose certificate is asked for.
    ///   - tls: How.
    ///   - isSecure: Whether TLS begins at once.
    ///   - patience: For how long to try.
    /// - Returns: The connection, which ``use(_:)`` closes.
    /// - Throws: What cannot be connected to.
    static func open(
        _ address: SocketAddress,
        name: String,
        tls: TLSConfiguration,
        isSecure: Bool,
        patience: Duration
    ) async throws -> MailConnection {
        let context = try NIOSSLContext(configuration: tls)
        // An address has no name to ask for; its certificate has to name the address.
        let certified = IPAddress(name) == nil ? name : nil
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(TimeAmount(patience))
            .connect(to: address) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if isSecure {
                        let handler = try NIOSSLClientHandler(context: context, serverHostname: certified)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    let inbox = MailInbox(channel.eventLoop)
                    try channel.pipeline.syncOperations.addHandler(inbox)
                    return MailConnection(
                        channel: channel,
                        inbox: NIOLoopBound(inbox, eventLoop: channel.eventLoop),
                        context: context,
                        certified: certified
                    )
                }
            }
    }

    /// Closes the connection however `body` ends, and waits for that no longer than for `body`.
    func use<Result: Sendable>(_ body: (MailConnection) async throws -> Result) async throws -> Result {
        let channel = channel
        return try await withTaskCancellationHandler {
            do {
                let result = try await body(self)
                let closing = channel.eventLoop.scheduleTask(in: Self.parting) { channel.close(promise: nil) }
                channel.closeFuture.whenComplete { _ in closing.cancel() }
                return result
            } catch {
                channel.close(promise: nil)
                throw error
            }
        } onCancel: {
            // Whoever waits for an answer then hears that none comes.
            channel.close(promise: nil)
        }
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    func part(with bytes: [UInt8]) {
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    func receive() async throws -> [UInt8]? {
        let inbox = inbox
        return try await channel.eventLoop.flatSubmit { inbox.value.next() }.get()
    }

    /// Whether something came that nobody has asked for yet.
    func holdsUnread() async throws -> Bool {
        let inbox = inbox
        return try await channel.eventLoop.submit { !inbox.value.isEmpty }.get()
    }

    func secure() async throws {
        let (context, certified, channel, inbox) = (context, certified, channel, inbox)
        try await channel.eventLoop.submit {
            // Nothing is read on this loop between this look and the handler, which takes all that comes later for TLS.
            guard inbox.value.isEmpty else { throw SMTPTrouble.nonsense }
            let handler = try NIOSSLClientHandler(context: context, serverHostname: certified)
            try channel.pipeline.syncOperations.addHandler(handler, position: .first)
        }.get()
    }
}

/// What came and was not asked for yet, on the event loop: so nobody else holds bytes that came in the clear.
private final class MailInbox: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// More than any reply has that somebody sends who is no enemy.
    private static let longest = 256 << 10

    private let loop: any EventLoop
    private var bytes: [UInt8] = []
    private var waiting: EventLoopPromise<[UInt8]?>?
    /// How it ended; nil while it lasts.
    private var end: Result<[UInt8]?, any Error>?

    var isEmpty: Bool { bytes.isEmpty }

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    /// What comes next; nil at the end.
    func next() -> EventLoopFuture<[UInt8]?> {
        if !bytes.isEmpty { return loop.makeSucceededFuture(taken()) }
        if let end { return loop.makeCompletedFuture(end) }
        let promise = loop.makePromise(of: [UInt8]?.self)
        waiting = promise
        return promise.futureResult
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += unwrapInboundIn(data).readableBytesView
        if bytes.count > Self.longest { return finish(.failure(SMTPTrouble.nonsense), context) }
        guard let promise = waiting else { return }
        waiting = nil
        promise.succeed(taken())
    }

    private func taken() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.success(nil), context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.failure(error), context)
    }

    private func finish(_ result: Result<[UInt8]?, any Error>, _ context: ChannelHandlerContext) {
        guard end == nil else { return }
        end = result
        context.close(promise: nil)
        waiting?.completeWith(result)
        waiting = nil
    }
}
