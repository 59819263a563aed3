import NIOCore
import NIOHTTPTypes

/// Closes connections whose other side neither sends nor takes what is due.
///
/// The idle timeout of the server covers silence before a complete request. This handler covers what that one
/// lets through: a body that drips on after its answer, an answer that is never read, and half a request when
/// the server wants to stop. An event stream that is read is left alone.
final class ConnectionDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long the rest of a request may take when nobody waits for it any more.
    private static let rest: TimeAmount = .seconds(2)
    /// How long an answer may lie unread.
    private static let unread: TimeAmount = .seconds(60)

    private var isReading = false
    private var isQuiescing = false
    private var untilRead: Scheduled<Void>?
    private var untilWritable: Scheduled<Void>?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isReading = true
            if isQuiescing { expectRest(context) }
        case .body: break
        case .end:
            isReading = false
            untilRead?.cancel()
            untilRead = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data), isReading { expectRest(context) }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        untilWritable?.cancel()
        untilWritable = context.channel.isWritable ? nil : close(context.channel, in: Self.unread)
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
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancel() }

    private func expectRest(_ context: ChannelHandlerContext) {
        if untilRead == nil { untilRead = close(context.channel, in: Self.rest) }
    }

    private func close(_ channel: any Channel, in delay: TimeAmount) -> Scheduled<Void> {
        channel.eventLoop.scheduleTask(in: delay) { channel.close(promise: nil) }
    }

    private func cancel() {
        untilRead?.cancel()
        untilWritable?.cancel()
        untilRead = nil
        untilWritable = nil
    }
}
