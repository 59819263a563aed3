import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Closes connections whose other side neither sends nor takes what is due.
///
/// The idle timeout of the server covers whatever keeps a whole head, or the next piece of a body, from coming. This
/// handler covers what that one lets through: a body that drips in, or drips on after its answer, an answer that is
/// never read, and half a request when the server wants to stop. An event stream that is read is left alone.
final class ConnectionDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long whatever is due may take.
    struct Limits: Sendable {
        /// For a body.
        var pace = BodyPace.Limits()
        /// For the rest of a request when nobody waits for it any more.
        var rest: TimeAmount = .seconds(2)
        /// For an answer that lies unread.
        var unread: TimeAmount = .seconds(60)
    }

    private let limits: Limits
    private let connections: OpenConnections
    private var connection: OpenConnection?
    private var pace = BodyPace(BodyPace.Limits())
    private var isReading = false
    /// Whether the answer to the request that is being read has begun.
    private var hasAnswerBegun = false
    private var answersDue = 0
    private var isQuiescing = false
    private var untilRead: Scheduled<Void>?
    private var untilWritable: Scheduled<Void>?
    private var untilLook: Scheduled<Void>?

    init(_ limits: Limits = Limits(), among connections: OpenConnections) {
        self.limits = limits
        self.connections = connections
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { join(context.channel) }
    }

    /// Only now it is known where the connection comes from.
    func channelActive(context: ChannelHandlerContext) {
        join(context.channel)
        context.fireChannelActive()
    }

    private func join(_ channel: any Channel) {
        guard connection == nil else { return }
        let connection = OpenConnection(channel, among: connections)
        self.connection = connection
        connections.add(connection)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let request):
            isReading = true
            hasAnswerBegun = false
            answersDue += 1
            connection?.isIdle(false)
            if isQuiescing { expectRest(context) }
            pace = BodyPace(
                limits.pace,
                announced: request.headerFields[.contentLength].flatMap { Int64($0) }
            )
        case .body(let bytes):
            pace.took(bytes.readableBytes, at: context.eventLoop.now)
            if untilLook == nil { look(context) }
        case .end:
            isReading = false
            // What was answered early is under way no longer.
            if answersDue == 0 { connection?.isIdle(true) }
            untilRead?.cancel()
            untilRead = nil
            untilLook?.cancel()
            untilLook = nil
        }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        if isReading { pace.asks(at: context.eventLoop.now) }
        context.read()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let response):
            // With more answers due it belongs to an earlier request.
            if answersDue == 1, response.status.kind != .informational { hasAnswerBegun = true }
        case .body: break
        case .end:
            answersDue = max(0, answersDue - 1)
            if isReading {
                expectRest(context)
            } else if answersDue == 0 {
                connection?.isIdle(true)
            }
        }
        context.write(data, promise: promise)
    }

    /// A head that is too large is told so (RFC 6585, section 5), where no other answer is under way; whatever else is no
    /// HTTP gets the server's 400.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error as? HTTPParserError == .headerOverflow, answersDue == 0 else {
            return context.fireErrorCaught(error)
        }
        close(context, saying: .requestHeaderFieldsTooLarge)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        untilWritable?.cancel()
        untilWritable = context.channel.isWritable ? nil : close(context.channel, in: limits.unread)
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            isQuiescing = true
            if isReading { expectRest(context) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    // MARK: What is due

    private func expectRest(_ context: ChannelHandlerContext) {
        if untilRead == nil { untilRead = close(context.channel, in: limits.rest) }
    }

    /// Looks at a body from time to time for as long as it comes.
    private func look(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        untilLook = context.eventLoop.scheduleTask(in: limits.pace.window) {
            let (handler, context) = bound.value
            guard handler.isReading else { return }
            guard handler.pace.isKept(at: context.eventLoop.now) else { return handler.cutOff(context) }
            handler.look(context)
        }
    }

    /// Says why (RFC 9110, section 15.5.9) unless an answer is under way.
    private func cutOff(_ context: ChannelHandlerContext) {
        guard answersDue == 1, !hasAnswerBegun else { return context.close(promise: nil) }
        close(context, saying: .requestTimeout)
    }

    private func close(_ context: ChannelHandlerContext, saying status: HTTPResponse.Status) {
        let fields: HTTPFields = [.connection: "close", .contentLength: "0"]
        context.write(
            wrapOutboundOut(.head(HTTPResponse(status: status, headerFields: fields))),
            promise: nil
        )
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }

    private func close(_ channel: any Channel, in delay: TimeAmount) -> Scheduled<Void> {
        channel.eventLoop.scheduleTask(in: delay) { channel.close(promise: nil) }
    }

    private func end() {
        for task in [untilRead, untilWritable, untilLook] { task?.cancel() }
        untilRead = nil
        untilWritable = nil
        untilLook = nil
        if let connection { connections.remove(connection) }
        connection = nil
    }
}
