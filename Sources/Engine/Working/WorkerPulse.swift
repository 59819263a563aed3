package import Contract
import Synchronization

/// When this process's worker last turned, for whoever asks whether it still does.
package final class WorkerPulse: Sendable {
    private let last = Mutex<Timestamp?>(nil)

    package init() {}

    func beat(at moment: Timestamp) {
        last.withLock { $0 = moment }
    }

    /// There is no worker any more.
    func stop() {
        last.withLock { $0 = nil }
    }

    /// How long it has not turned; nil where there is no worker.
    package func silence(at now: Timestamp) -> Duration? {
        last.withLock(\.self).map { now - $0 }
    }
}
