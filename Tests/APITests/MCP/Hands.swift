import Contract
import Synchronization

/// A clock that stands still until somebody turns it.
final class Hands: Sendable {
    private let time = Mutex(TestSite.now)

    var now: Timestamp { time.withLock { $0 } }

    func turn(_ duration: Duration) { time.withLock { $0 = $0 + duration } }
}
