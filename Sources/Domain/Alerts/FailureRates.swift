package import Contract

/// How many targets ended, and failed, in each minute on each provider.
package struct FailureRates: Equatable, Sendable {
    package struct Minute: Equatable, Sendable {
        package var ended: Int
        package var failed: Int

        package init(ended: Int = 0, failed: Int = 0) {
            self.ended = ended
            self.failed = failed
        }
    }

    /// Minutes that are kept: twice the longest window, as clocks of nodes differ.
    package static let kept: Int64 = 2 * 1440
    private static let microseconds: Int64 = 60_000_000

    private var minutes: [ProviderID: [Int64: Minute]] = [:]

    package init() {}

    package static func minute(of time: Timestamp) -> Int64 { time.microseconds / microseconds }

    package mutating func add(_ counts: Minute, on provider: ProviderID, in minute: Int64) {
        var known = minutes[provider, default: [:]]
        if known[minute] == nil { known = known.filter { $0.key > minute - Self.kept } }
        known[minute, default: Minute()].ended += counts.ended
        known[minute, default: Minute()].failed += counts.failed
        minutes[provider] = known
    }

    /// What ended in the minute of a time and in those before it, `window` minutes in all.
    package func counts(on provider: ProviderID, window: Int, upTo time: Timestamp) -> Minute {
        let last = Self.minute(of: time)
        let wanted = last - Int64(window) + 1...last
        return (minutes[provider] ?? [:]).reduce(into: Minute()) { sum, minute in
            guard wanted.contains(minute.key) else { return }
            sum.ended += minute.value.ended
            sum.failed += minute.value.failed
        }
    }
}
