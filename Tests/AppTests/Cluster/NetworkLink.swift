import NIOCore
import NIOPosix

/// The way from one node to PostgreSQL: passes bytes on, until it is cut.
///
/// While it is cut nothing arrives and nothing is closed, as when a cable is pulled: neither side is told.
final class NetworkLink: Sendable {
    private let listener: any Channel
    private let wire: Wire

    private init(listener: any Channel, wire: Wire) {
        self.listener = listener
        self.wire = wire
    }

    /// Opens a port of the loopback address that leads to another one.
    static func open(to port: Int) async throws -> NetworkLink {
        // One loop for all connections, so that their order and the cut are its own business.
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let wire = Wire(on: loop)
        let listener = try await ServerBootstrap(group: loop)
            .childChannelInitializer { near in
                ClientBootstrap(group: loop)
                    .channelInitializer { far in
                        far.eventLoop.makeCompletedFuture {
                            try far.pipeline.syncOperations.addHandler(Relay(to: near, over: wire))
                        }
                    }
                    .connect(host: "127.0.0.1", port: port)
                    .flatMapThrowing { far in
                        try near.pipeline.syncOperations.addHandler(Relay(to: far, over: wire))
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return NetworkLink(listener: listener, wire: wire)
    }

    var port: Int { listener.localAddress?.port ?? 0 }

    func cut() async throws { try await wire.cut() }

    /// Lets pass what was held back, and everything from now on.
    func heal() async throws { try await wire.heal() }

    func close() async throws { try await listener.close() }
}

/// What all connections of a link share; touched on their loop only.
private final class Wire: Sendable {
    enum Item: Sendable {
        case bytes(ByteBuffer)
        case end
    }

    private struct State: Sendable {
        var isCut = false
        var held: [(item: Item, target: any Channel)] = []
    }

    private let loop: any EventLoop
    private let state: NIOLoopBoundBox<State>

    init(on loop: any EventLoop) {
        self.loop = loop
        state = .makeBoxSendingValue(State(), eventLoop: loop)
    }

    func cut() async throws {
        try await loop.submit { [state] in state.value.isCut = true }.get()
    }

    func heal() async throws {
        try await loop.submit { [state] in
            let held = state.value.held
            state.value = State()
            for (item, target) in held { Self.send(item, to: target) }
        }.get()
    }

    /// Called on the loop.
    func pass(_ item: Item, to target: any Channel) {
        if state.value.isCut {
            state.value.held.append((item, target))
        } else {
            Self.send(item, to: target)
        }
    }

    private static func send(_ item: Item, to target: any Channel) {
        switch item {
        case .bytes(let buffer): target.writeAndFlush(buffer, promise: nil)
        case .end: target.close(promise: nil)
        }
    }
}

/// Hands on what one side says.
private final class Relay: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let target: any Channel
    private let wire: Wire

    init(to target: any Channel, over wire: Wire) {
        self.target = target
        self.wire = wire
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        wire.pass(.bytes(unwrapInboundIn(data)), to: target)
    }

    func channelInactive(context: ChannelHandlerContext) {
        wire.pass(.end, to: target)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
