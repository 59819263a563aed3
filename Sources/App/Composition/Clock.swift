import Contract
import Glibc

/// The machine's clock.
enum Clock {
    static let now: @Sendable () -> Timestamp = {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
