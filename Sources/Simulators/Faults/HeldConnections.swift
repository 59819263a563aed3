import NIOCore
import Synchronization

/// The requests that a script leaves without an answer.
final class HeldConnections: Sendable {
    private let held = Mutex<[Int: AsyncStream<Never>.Continuation]>([:])
    private let next = Atomic(0)

    /// Holds a request from now on.
    func hold(_ channel: any Channel) -> Held {
        let key = next.add(1, ordering: .relaxed).newValue
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        continuation.onTermination = { [weak self] _ in self?.held.withLock { $0[key] = nil } }
        held.withLock { $0[key] = continuation }
        channel.closeFuture.whenComplete { _ in continuation.finish() }
        return Held(end: stream)
    }

    struct Held {
        fileprivate let end: AsyncStream<Never>

        /// Returns when the connection is closed, the request is let go, or the task is canceled.
        func over() async {
            for await _ in end {}
        }
    }

    func releaseAll() {
        let all = held.withLock { Array($0.values) }
        for continuation in all { continuation.finish() }
    }
}
