import Dispatch
import Synchronization

/// Passes pieces from one thread to another, a few at a time: whoever is faster waits.
///
/// Both ends block their thread. Transactions are synchronous and run on threads of their own, which is where
/// this is for.
final class Handover<Piece: Sendable>: Sendable {
    /// The other end has given up.
    struct Stopped: Error {}

    enum Side {
        case sender
        case receiver
    }

    private struct State {
        var entered: Set<Side> = []
        var pieces: [Piece] = []
        var end: Result<Void, any Error>?
        var isStopped = false
    }

    private let state = Mutex(State())
    // They begin at zero because one that is let go of below what it began with ends the process.
    private let room = DispatchSemaphore(value: 0)
    private let waiting = DispatchSemaphore(value: 0)

    /// - Parameter capacity: Pieces that may lie between the two ends.
    init(capacity: Int) {
        for _ in 0..<capacity { room.signal() }
    }

    /// Begins one side's work.
    ///
    /// A database may run a transaction again after it was cut off, but what has passed
    /// does not come again.
    ///
    /// - Throws: ``StoreError/unavailable(_:)`` the second time.
    func enter(_ side: Side) throws(StoreError) {
        let isFirst = state.withLock { $0.entered.insert(side).inserted }
        if !isFirst { throw .unavailable("the connection was cut on the way") }
    }

    /// Waits for room, then passes a piece on.
    ///
    /// - Throws: ``Stopped``
    func put(_ piece: Piece) throws {
        room.wait()
        try state.withLock { state in
            if state.isStopped { throw Stopped() }
            state.pieces.append(piece)
        }
        waiting.signal()
    }

    /// Says that nothing comes any more; only the first word counts.
    func end(_ result: Result<Void, any Error>) {
        state.withLock { state in if state.end == nil { state.end = result } }
        waiting.signal()
    }

    /// Waits for the next piece.
    ///
    /// - Returns: Nil at the end.
    /// - Throws: What the other end failed with.
    func take() throws -> Piece? {
        waiting.wait()
        let (piece, end) = state.withLock { state in
            (state.pieces.isEmpty ? nil : state.pieces.removeFirst(), state.end)
        }
        if let piece {
            room.signal()
            return piece
        }
        // For whoever asks again.
        waiting.signal()
        try end?.get()
        return nil
    }

    /// Lets the other end go: what it still wants to pass on, nobody takes.
    func stop() {
        state.withLock { $0.isStopped = true }
        room.signal()
    }
}
