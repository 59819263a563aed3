import Dispatch
import Store
import Synchronization

/// Hints by LISTEN and NOTIFY, on a connection of their own.
///
/// Not part of the transactions they are about: NOTIFY makes commits stand in line, one database-wide. Behind a
/// pooler that shares sessions between transactions LISTEN hears nothing, and nodes find out by looking.
final class PostgresHints: HintChannel {
    private struct Receiver {
        let hint: @Sendable (Hint) -> Void
        var end: CheckedContinuation<Void, Never>?
    }

    private struct State {
        var receivers: [Int: Receiver] = [:]
        var lastReceiver = 0
        var unsent: Set<Hint> = []
        var isStarted = false
        var isConnected = false
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private static let channel = "skillyard"
    /// However much happens, each kind is sent once in this time.
    private static let sendingPause = Duration.milliseconds(2)
    /// How long the connection may be silent before it is asked whether it is still there.
    private static let longestSilence = Duration.seconds(30)

    private let parameters: ConnectionParameters
    private let limits: PostgresLimits
    private let state = Mutex(State())
    private let waking = WakePipe()
    private let queue = DispatchQueue(label: "skillyard.postgres.hints")

    init(_ parameters: ConnectionParameters, limits: PostgresLimits) {
        self.parameters = parameters
        self.limits = limits
    }

    func send(_ hint: Hint) {
        let mustWake = state.withLock { state in
            defer { state.unsent.insert(hint) }
            return state.unsent.isEmpty
        }
        start()
        if mustWake { waking.wake() }
    }

    func received(_ hint: @escaping @Sendable (Hint) -> Void) async {
        let number = state.withLock { state in
            state.lastReceiver += 1
            if !state.isClosed { state.receivers[state.lastReceiver] = Receiver(hint: hint) }
            return state.lastReceiver
        }
        start()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    state.receivers[number]?.end = continuation
                    return state.receivers[number] == nil
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.receivers.removeValue(forKey: number) }?.end?.resume()
        }
    }

    /// Lets everybody go who waits for hints, and hangs up.
    func close() async {
        let receivers = state.withLock { state in
            defer { state.receivers = [:] }
            state.isClosed = true
            return state.receivers.values
        }
        for receiver in receivers { receiver.end?.resume() }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                // One that is only being opened closes itself as soon as it is.
                if state.isConnected { state.closers.append(continuation) }
                return !state.isConnected
            }
            if isOver { continuation.resume() }
            waking.wake()
        }
    }

    private func start() {
        let mustStart = state.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted && !state.isClosed
        }
        if mustStart { queue.async { self.run() } }
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Stays connected until closed, on a thread of its own.
    private func run() {
        var failures = 0
        while !isClosed {
            do throws(PostgresFailure) {
                let link = try ServerLink.open(parameters, limits: limits)
                state.withLock { $0.isConnected = true }
                try link.script("LISTEN \(Self.channel)", until: .now + limits.statement)
                failures = 0
                // Nobody knows what was sent meanwhile.
                for hint in Hint.allCases { report(hint) }
                try serve(link)
            } catch {
                state.withLock { $0.isConnected = false }
                failures += 1
                rest(until: .now + BackOff.delay(afterFailures: failures))
            }
        }
        let closers = state.withLock { state in
            defer { state.closers = [] }
            state.isConnected = false
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    private func rest(until end: ContinuousClock.Instant) {
        while !isClosed, .now < end { waking.wait(until: end) }
    }

    private func serve(_ link: ServerLink) throws(PostgresFailure) {
        var mayNotify = ContinuousClock.now
        var silentUntil = ContinuousClock.now + Self.longestSilence
        while !isClosed {
            let payloads = try link.notifications()
            for hint in payloads.compactMap(Hint.init) { report(hint) }
            if !payloads.isEmpty { silentUntil = .now + Self.longestSilence }
            let hasUnsent = state.withLock { !$0.unsent.isEmpty }
            if hasUnsent, .now >= mayNotify {
                try notify(link)
                mayNotify = .now + Self.sendingPause
                silentUntil = .now + Self.longestSilence
            } else if .now >= silentUntil {
                try link.script("SELECT 1", until: .now + limits.statement)
                silentUntil = .now + Self.longestSilence
            } else {
                waking.wait(orFor: link.socket, until: hasUnsent ? mayNotify : silentUntil)
            }
        }
    }

    private func notify(_ link: ServerLink) throws(PostgresFailure) {
        let unsent = state.withLock { state in
            defer { state.unsent = [] }
            return state.unsent
        }
        let statements = unsent.map { "NOTIFY \(Self.channel), '\($0.rawValue)'" }
        try link.script(statements.joined(separator: "; "), until: .now + limits.statement)
    }

    private func report(_ hint: Hint) {
        let receivers = state.withLock { $0.receivers.values }
        for receiver in receivers { receiver.hint(hint) }
    }
}
