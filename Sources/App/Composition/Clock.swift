import Contract
import FoundationEssentials

/// The machine's clock.
enum Clock {
    /// Foundation's seconds are exact to a quarter of a microsecond, so rounding them loses nothing.
    ///
    /// C's `timespec` would be plainer, but an optimised build takes it for a part of CoreFoundation, which
    /// cannot be imported.
    static let now: @Sendable () -> Timestamp = {
        Timestamp(microseconds: Int64((Date.now.timeIntervalSince1970 * 1_000_000).rounded()))
    }
}
