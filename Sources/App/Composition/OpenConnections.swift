import NIOCore
import Requests
import Synchronization

/// The connections of a server, so that those nobody uses make room for newcomers, and no address holds them all.
///
/// Idle is what waits for a whole request head: after its answers, or since it began. When there are as many
/// connections as the server takes, less a few, the ones idle longest are closed, one for each newcomer; who waits for
/// an answer, or reads an event stream, is never, and neither is who came or was answered just now.
final class OpenConnections: Sendable {
    /// How long a connection may be idle whatever happens: for TLS, and for a head to come.
    static let grace: TimeAmount = .seconds(1)
    /// Between two looks while there are too many: what is busy becomes idle, and what is new grows older.
    static let pause: TimeAmount = .milliseconds(250)
    /// How many are found at a time: looking through all of them for each newcomer would cost more than they do.
    private static let mostAtOnce = 64

    private struct State {
        var open: [ObjectIdentifier: OpenConnection] = [:]
        var held: [String: [ObjectIdentifier: OpenConnection]] = [:]
        /// Told to close, and not closed yet.
        var leaving: Set<ObjectIdentifier> = []
        /// Found idle at the last look, those idle longest at the end.
        var found: [Idle] = []
        var isLookDue = false
    }

    private struct Idle {
        let connection: OpenConnection
        let since: NIODeadline

        var isStill: Bool { connection.idleSince == since }
    }

    private let room: Int
    private let perAddress: Int
    private let atOnce: Int
    private let isShared: @Sendable (NetworkAddress) -> Bool
    private let state = Mutex(State())

    /// - Parameters:
    ///   - most: How many the server takes; an address may hold a quarter of them.
    ///   - isShared: Whether an address speaks for many, as a proxy's does, and may hold as many as there are.
    init(most: Int, isShared: @escaping @Sendable (NetworkAddress) -> Bool = { _ in false }) {
        atOnce = max(1, min(Self.mostAtOnce, most / 4))
        room = max(1, most - atOnce)
        perAddress = max(1, most / 4)
        self.isShared = isShared
    }

    func add(_ connection: OpenConnection) {
        state.withLock { state in
            state.open[connection.id] = connection
            if let holder = connection.holder { state.held[holder, default: [:]][connection.id] = connection }
        }
        if let holder = connection.holder { makeRoom(for: connection, of: holder) }
        makeRoom(beside: connection)
    }

    /// - Parameter address: Of the other end of a connection.
    /// - Returns: In whose share it counts; nil for an address that speaks for many.
    func holder(_ address: NetworkAddress) -> String? { isShared(address) ? nil : address.customer }

    func remove(_ connection: OpenConnection) {
        state.withLock { state in
            state.open[connection.id] = nil
            state.leaving.remove(connection.id)
            guard let holder = connection.holder else { return }
            state.held[holder]?[connection.id] = nil
            if state.held[holder]?.isEmpty == true { state.held[holder] = nil }
        }
    }

    /// An address that holds its share loses its own: what is idle longest, or else what it has just opened.
    private func makeRoom(for newcomer: OpenConnection, of holder: String) {
        let (isTooMany, idle) = state.withLock { state -> (Bool, Idle?) in
            let own = (state.held[holder] ?? [:]).values
            // Those that are closing make room already.
            guard own.count > perAddress, own.count(where: { !state.leaving.contains($0.id) }) > perAddress
            else { return (false, nil) }
            let idle = Self.idle(own, state, at: newcomer.now).min { $0.since < $1.since }
            state.leaving.insert(idle?.connection.id ?? newcomer.id)
            return (true, idle)
        }
        guard isTooMany else { return }
        if let idle { close(idle) } else { newcomer.close() }
    }

    /// - Parameter witness: One of the connections; its event loop tells the time and looks again.
    private func makeRoom(beside witness: OpenConnection) {
        let (leaving, mustLook) = state.withLock { state -> ([Idle], Bool) in
            var leaving: [Idle] = []
            // While a look is due the last one found too few, and another would find no more.
            while state.open.count - state.leaving.count > room {
                if state.found.isEmpty, !state.isLookDue { find(&state, at: witness.now) }
                guard let idle = state.found.popLast() else { break }
                guard idle.isStill, state.open[idle.connection.id] != nil,
                    state.leaving.insert(idle.connection.id).inserted
                else { continue }
                leaving.append(idle)
            }
            let isTooMany = state.open.count - state.leaving.count > room
            defer { if isTooMany { state.isLookDue = true } }
            return (leaving, isTooMany && !state.isLookDue)
        }
        for idle in leaving { close(idle) }
        if mustLook { lookAgain(witness) }
    }

    private func lookAgain(_ witness: OpenConnection) {
        witness.run(in: Self.pause) { [self] in
            state.withLock { $0.isLookDue = false }
            makeRoom(beside: witness)
        }
    }

    private func find(_ state: inout State, at now: NIODeadline) {
        let idle = Self.idle(state.open.values, state, at: now)
        state.found = idle.sorted { $0.since < $1.since }.prefix(atOnce).reversed()
    }

    private static func idle(
        _ connections: some Sequence<OpenConnection>,
        _ state: State,
        at now: NIODeadline
    ) -> [Idle] {
        connections.compactMap { connection in
            guard let since = connection.idleSince, now - since >= grace,
                !state.leaving.contains(connection.id)
            else { return nil }
            return Idle(connection: connection, since: since)
        }
    }

    private func close(_ idle: Idle) {
        idle.connection.close(ifIdleSince: idle.since) { [self] in
            // It stayed among the open ones; if it has ended meanwhile, it is nowhere any more, and stays so.
            state.withLock { _ = $0.leaving.remove(idle.connection.id) }
        }
    }
}
