import Contract
import Synchronization

/// A clock that stands still until a test moves it.
final class ManualClock: Sendable {
    static let start = Timestamp(microseconds: 1_800_000_000_000_000)

    private let time = Mutex(start)

    var now: Timestamp { time.withLock(\.self) }

    func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }
}
