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
    /// What ``counts(on:window:upTo:)`` came to last: a day is added up once a minute, not for every target.
    private var sums: [Window: Sum] = [:]

    private struct Window: Hashable {
        let provider: ProviderID
        let minutes: Int64
    }

    private struct Sum {
        /// The last minute in it.
        let last: Int64
        var counts: Minute
    }

    package static func == (first: Self, second: Self) -> Bool { first.minutes == second.minutes }

    package init() {}

    package static func minute(of time: Timestamp) -> Int64 { time.microseconds / microseconds }

    package mutating func add(_ counts: Minute, on provider: ProviderID, in minute: Int64) {
        if minutes[provider]?[minute] == nil {
            minutes[provider] = minutes[provider]?.filter { $0.key > minute - Self.kept }
        }
        minutes[provider, default: [:]][minute, default: Minute()].add(counts)
        for (window, sum) in sums
        where window.provider == provider && sum.last - window.minutes < minute && minute <= sum.last {
            sums[window]?.counts.add(counts)
        }
    }

    /// What ended in the minute of a time and in those before it, `window` minutes in all.
    package mutating func counts(on provider: ProviderID, window: Int, upTo time: Timestamp) -> Minute {
        let (last, length) = (Self.minute(of: time), Int64(window))
        let place = Window(provider: provider, minutes: length)
        if let sum = sums[place], sum.last == last { return sum.counts }
        let known = minutes[provider] ?? [:]
        var sum = Sum(last: last, counts: Minute())
        for minute in last - length + 1...last { sum.counts.add(known[minute] ?? Minute()) }
        sums[place] = sum
        return sum.counts
    }
}

extension FailureRates.Minute {
    fileprivate mutating func add(_ other: Self) {
        ended += other.ended
        failed += other.failed
    }
}
