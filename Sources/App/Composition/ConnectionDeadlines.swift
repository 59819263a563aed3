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
        /// For a whole body.
        var body: TimeAmount = .minutes(10)
        /// Within each ``window``, while the server asks for more.
        var bodyBytes = 15 * 4096
        var window: TimeAmount = .seconds(15)
        /// For the rest of a request when nobody waits for it any more.
        var rest: TimeAmount = .seconds(2)
        /// For an answer that lies unread.
        var unread: TimeAmount = .seconds(60)
    }

    private let limits: Limits
    private let connections: OpenConnections
    private var connection: OpenConnection?
    private var pace = BodyPace()
    private var isReading = false
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
        let connection = OpenConnection(context.channel)
        self.connection = connection
        connections.add(connection)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isReading = true
            answersDue += 1
            connection?.isIdle(false)
            if isQuiescing { expectRest(context) }
            pace = BodyPace(until: .now() + limits.body)
        case .body(let bytes):
            pace.took(bytes.readableBytes)
            if untilLook == nil { look(context) }
        case .end:
            isReading = false
            untilRead?.cancel()
            untilRead = nil
            untilLook?.cancel()
            untilLook = nil
        }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        pace.isWaiting = true
        context.read()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
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
        let fields: HTTPFields = [.connection: "close", .contentLength: "0"]
        let status = HTTPResponse.Status.requestHeaderFieldsTooLarge
        context.write(
            wrapOutboundOut(.head(HTTPResponse(status: status, headerFields: fields))),
            promise: nil
        )
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
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
        untilLook = context.eventLoop.scheduleTask(in: limits.window) {
            let (handler, context) = bound.value
            guard handler.isReading else { return }
            guard handler.pace.isKept(handler.limits.bodyBytes, at: .now()) else {
                return context.close(promise: nil)
            }
            handler.look(context)
        }
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

/// How fast a body comes in; only time in which the server asked for more counts against its sender.
struct BodyPace {
    /// Whether the server has asked for more than came.
    var isWaiting = false
    private let end: NIODeadline
    private var bytes = 0

    init(until end: NIODeadline = .distantFuture) {
        self.end = end
    }

    mutating func took(_ count: Int) {
        bytes += count
        isWaiting = false
    }

    /// Whether enough came since this was last asked.
    mutating func isKept(_ least: Int, at now: NIODeadline) -> Bool {
        defer { bytes = 0 }
        return now < end && (bytes >= least || !isWaiting)
    }
}
