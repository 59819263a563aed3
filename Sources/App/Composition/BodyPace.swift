import NIOCore

/// How fast a body comes in; only time in which the server asked for more counts against its sender.
struct BodyPace {
    struct Limits: Sendable {
        /// As many bytes as have to come in each ``window``.
        var least: Int64 = 15 * 4096
        var window: TimeAmount = .seconds(15)
        /// For a whole body, or for one at four times the least pace, whichever is longer.
        var whole: TimeAmount = .minutes(10)
    }

    private let limits: Limits
    private let whole: Int64
    /// Since when the server waits for more; nil while it has enough.
    private var asked: NIODeadline?
    /// All of it, and since the pace was last judged, in nanoseconds.
    private var waited: Int64 = 0
    private var judged: Int64 = 0
    private var bytes: Int64 = 0

    /// - Parameters:
    ///   - limits: What is asked of the sender.
    ///   - announced: The length of the body; nil where nobody knows.
    init(_ limits: Limits, announced: Int64? = nil) {
        self.limits = limits
        let window = Double(limits.window.nanoseconds) / 4
        let long = Double(max(0, announced ?? 0)) / Double(max(1, limits.least)) * window
        // A length that nobody can send would not fit into nanoseconds.
        whole = max(limits.whole.nanoseconds, Int64(min(long, Double(TimeAmount.hours(24).nanoseconds))))
    }

    mutating func asks(at now: NIODeadline) {
        if asked == nil { asked = now }
    }

    mutating func took(_ count: Int, at now: NIODeadline) {
        wait(until: now)
        asked = nil
        bytes += Int64(count)
    }

    /// Whether enough came, as far as it can be told: after less than half a window it cannot.
    mutating func isKept(at now: NIODeadline) -> Bool {
        wait(until: now)
        guard waited < whole else { return false }
        guard judged >= limits.window.nanoseconds / 2 else { return true }
        let due = Double(limits.least) * Double(judged) / Double(limits.window.nanoseconds)
        defer {
            judged = 0
            bytes = 0
        }
        return Double(bytes) >= due
    }

    private mutating func wait(until now: NIODeadline) {
        guard let asked else { return }
        let time = max(0, (now - asked).nanoseconds)
        waited += time
        judged += time
        self.asked = now
    }
}
