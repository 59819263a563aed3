import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A receiver of webhooks on this machine, by plain HTTP.
final class HookReceiver: Sendable {
    struct Request: Sendable {
        let head: HTTPRequestHead
        let body: [UInt8]
    }

    struct Answer: Sendable {
        var status = HTTPResponseStatus.noContent
        var headers: HTTPHeaders = [:]
        /// Nothing comes, ever.
        var isSilent = false
    }

    let port: Int
    fileprivate let seen: Mutex<[Request]>

    var requests: [Request] { seen.withLock(\.self) }

    private init(port: Int) {
        self.port = port
        seen = Mutex([])
    }

    /// Answers so as long as `body` takes.
    static func with(_ answer: Answer = Answer(), _ body: (HookReceiver) async throws -> Void) async throws {
        let place = Place()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(
                        Responder(answer) { request in
                            place.receiver?.seen.withLock { $0.append(request) }
                        }
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let receiver = HookReceiver(port: channel.localAddress?.port ?? 0)
        place.set(receiver)
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(receiver)) } catch { outcome = .failure(error) }
        try await channel.close()
        try outcome.get()
    }
}

/// Where the receiver is found once its port is known.
private final class Place: Sendable {
    private let held = Mutex<HookReceiver?>(nil)

    var receiver: HookReceiver? { held.withLock(\.self) }

    func set(_ receiver: HookReceiver) { held.withLock { $0 = receiver } }
}

private final class Responder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: HookReceiver.Answer
    private let note: @Sendable (HookReceiver.Request) -> Void
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ answer: HookReceiver.Answer, _ note: @escaping @Sendable (HookReceiver.Request) -> Void) {
        (self.answer, self.note) = (answer, note)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): (self.head, body) = (head, [])
        case .body(let buffer): body += buffer.readableBytesView
        case .end:
            guard let head else { return }
            note(.init(head: head, body: body))
            guard !answer.isSilent else { return }
            let start = HTTPResponseHead(version: .http1_1, status: answer.status, headers: answer.headers)
            context.write(wrapOutboundOut(.head(start)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
