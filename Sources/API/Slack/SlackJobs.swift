package import Contract
import ServiceLifecycle

/// Sends a message to where a conversation takes answers.
package protocol SlackSender: Sendable {
    /// - Parameters:
    ///   - body: JSON.
    ///   - address: As Slack gave it; not every one is sent to.
    /// - Returns: Whether it was taken.
    func send(_ body: [UInt8], to address: Secret) async -> Bool
}

/// Does what has to be done after Slack got its answer, which it waits three seconds for.
///
/// What is under way when the node stops ends with it: the run goes on, and tells so whoever asks.
package final class SlackJobs: Service {
    package typealias Job = @Sendable () async -> Void

    /// At once, and as many more that wait.
    private static let maximum = 64

    private let jobs: AsyncStream<Job>
    private let continuation: AsyncStream<Job>.Continuation

    package init() {
        (jobs, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.maximum))
    }

    /// - Returns: Whether there was room for it.
    func add(_ job: @escaping Job) -> Bool {
        if case .enqueued = continuation.yield(job) { true } else { false }
    }

    package func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                var count = 0
                for await job in self.jobs {
                    if count >= Self.maximum { await group.next() } else { count += 1 }
                    group.addTask { await job() }
                }
                group.cancelAll()
            }
        }
    }
}
