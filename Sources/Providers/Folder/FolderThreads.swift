import Dispatch
import Glibc
import NIOCore
import Synchronization

/// Threads for calls to the file system, which may block for as long as a disk pleases.
///
/// Work on one folder is done one after the other; a folder that is stuck holds up no other.
final class FolderThreads: Sendable {
    private let queues = Mutex<[String: DispatchQueue]>([:])

    /// Does the work on the folder's thread, and answers at the deadline at the latest.
    ///
    /// Work that has begun cannot be cut off and may still be done later; what has not is dropped.
    func run<Value: Sendable>(
        on folder: String,
        until deadline: NIODeadline,
        _ work: @escaping @Sendable () throws(PathFailure) -> Value
    ) async -> Result<Value, PathFailure> {
        let queue = queues.withLock { queues in
            let queue = queues[folder] ?? DispatchQueue(label: "skillyard.folder")
            queues[folder] = queue
            return queue
        }
        return await withCheckedContinuation { continuation in
            let answer = FolderAnswer(continuation)
            let timer = Task {
                try await Task.sleep(for: .nanoseconds((deadline - .now()).nanoseconds))
                answer.give(.failure(PathFailure(number: ETIMEDOUT, what: "could not be used")))
            }
            queue.async {
                guard answer.isAwaited else { return }
                answer.give(Result(catching: work))
                timer.cancel()
            }
        }
    }
}

/// Whoever waits for the outcome of some work; the first answer counts.
private final class FolderAnswer<Value: Sendable>: Sendable {
    private let waiting: Mutex<CheckedContinuation<Result<Value, PathFailure>, Never>?>

    init(_ continuation: CheckedContinuation<Result<Value, PathFailure>, Never>) {
        waiting = Mutex(continuation)
    }

    var isAwaited: Bool { waiting.withLock { $0 != nil } }

    func give(_ result: Result<Value, PathFailure>) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: result)
    }
}
