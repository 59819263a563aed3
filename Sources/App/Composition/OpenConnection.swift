import NIOCore
import Requests
import Synchronization

/// One of ``OpenConnections``; its own event loop says whether it is idle.
final class OpenConnection: Sendable {
    private static let busy = UInt64.max

    /// In whose share it counts; nil where nobody's is bounded.
    let holder: String?
    private let channel: any Channel
    /// In nanoseconds of the event loop's clock.
    private let since: Atomic<UInt64>

    /// - Parameters:
    ///   - channel: Of the connection, once it is open.
    ///   - connections: Those it is to be one of; they say in whose share it counts.
    init(_ channel: any Channel, among connections: OpenConnections) {
        self.channel = channel
        holder = channel.remoteAddress?.ipAddress.flatMap { NetworkAddress($0) }.flatMap(connections.holder)
        since = Atomic(channel.eventLoop.now.uptimeNanoseconds)
    }

    var id: ObjectIdentifier { ObjectIdentifier(self) }
    var now: NIODeadline { channel.eventLoop.now }

    /// Nil while a request is under way.
    var idleSince: NIODeadline? {
        let since = since.load(ordering: .relaxed)
        return since == Self.busy ? nil : .uptimeNanoseconds(since)
    }

    func isIdle(_ isIdle: Bool) {
        since.store(isIdle ? now.uptimeNanoseconds : Self.busy, ordering: .relaxed)
    }

    func run(in delay: TimeAmount, _ body: @escaping @Sendable () -> Void) {
        channel.eventLoop.scheduleTask(in: delay, body)
    }

    /// Soon, whatever it does.
    func close() {
        channel.eventLoop.execute { [channel] in channel.close(promise: nil) }
    }

    /// - Parameters:
    ///   - moment: What ``idleSince`` was.
    ///   - otherwise: Run where it has become busy meanwhile.
    func close(ifIdleSince moment: NIODeadline, otherwise: @escaping @Sendable () -> Void) {
        channel.eventLoop.execute { [self] in
            guard idleSince == moment else { return otherwise() }
            channel.close(promise: nil)
        }
    }
}
