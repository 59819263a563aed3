import NIOCore
import Synchronization

/// The requests that a script leaves without an answer.
final class HeldConnections: Sendable {
    private let held = Mutex<[Int: AsyncStream<Never>.Continuation]>([:])
    private let next = Atomic(0)

    /// Returns when the connection is closed, the request is let go, or the task is canceled.
    func hold(_ channel: any Channel) async {
        let key = next.add(1, ordering: .relaxed).newValue
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        held.withLock { $0[key] = continuation }
        channel.closeFuture.whenComplete { _ in continuation.finish() }
        for await _ in stream {}
        held.withLock { $0[key] = nil }
    }

    func releaseAll() {
        let all = held.withLock { Array($0.values) }
        for continuation in all { continuation.finish() }
    }
}
