import NIOCore
import Synchronization

/// The connections of a server, so that those nobody uses make room for newcomers.
///
/// Idle is what waits for a whole request head: after its answers, or since it began. When there are as many
/// connections as the server takes, less a few, the ones idle longest are closed; who waits for an answer, or reads an
/// event stream, is never.
final class OpenConnections: Sendable {
    /// Closed together: looking through all of them for each newcomer would cost more than they do.
    private static let mostAtOnce = 64

    private let room: Int
    private let atOnce: Int
    private let open = Mutex<[ObjectIdentifier: OpenConnection]>([:])

    /// - Parameter most: How many the server takes.
    init(most: Int) {
        atOnce = max(1, min(Self.mostAtOnce, most / 4))
        room = max(1, most - atOnce)
    }

    func add(_ connection: OpenConnection) {
        let leaving = open.withLock { open -> [(OpenConnection, UInt64)] in
            open[ObjectIdentifier(connection)] = connection
            guard open.count > room else { return [] }
            let idle = open.values.compactMap { connection in connection.idleSince.map { (connection, $0) } }
            let oldest = idle.sorted { $0.1 < $1.1 }.prefix(atOnce)
            for (connection, _) in oldest { open[ObjectIdentifier(connection)] = nil }
            return Array(oldest)
        }
        for (connection, since) in leaving {
            connection.close(ifIdleSince: since) { [self] in
                open.withLock { $0[ObjectIdentifier(connection)] = connection }
            }
        }
    }

    func remove(_ connection: OpenConnection) {
        open.withLock { $0[ObjectIdentifier(connection)] = nil }
    }
}

/// One of them; its own event loop says whether it is idle.
final class OpenConnection: Sendable {
    private let channel: any Channel
    /// In nanoseconds of the system's clock; 0 while a request is under way.
    private let since: Atomic<UInt64>

    init(_ channel: any Channel) {
        self.channel = channel
        since = Atomic(NIODeadline.now().uptimeNanoseconds)
    }

    var idleSince: UInt64? {
        let since = since.load(ordering: .relaxed)
        return since == 0 ? nil : since
    }

    func isIdle(_ isIdle: Bool) {
        since.store(isIdle ? NIODeadline.now().uptimeNanoseconds : 0, ordering: .relaxed)
    }

    /// - Parameters:
    ///   - moment: What ``idleSince`` was.
    ///   - otherwise: Run where it has become busy meanwhile.
    func close(ifIdleSince moment: UInt64, otherwise: @escaping @Sendable () -> Void) {
        channel.eventLoop.execute { [self] in
            guard since.load(ordering: .relaxed) == moment else { return otherwise() }
            channel.close(promise: nil)
        }
    }
}
