import Contract

/// A token bucket: how many tasks of a provider may begin now.
///
/// It lies in the provider's row and changes inside the claiming transaction, so the limit holds across all
/// workers.
struct RateBucket: Equatable, Sendable {
    /// Millionths of a task.
    private(set) var tokens: Int64
    private let perMinute: Int64

    /// The bucket as it is now, given how it was left.
    init(perMinute: Int, tokens: Int64, at then: Timestamp, now: Timestamp) {
        self.perMinute = Int64(perMinute)
        let elapsed = max(0, min((now - then).wholeMicroseconds, 60_000_000))
        self.tokens = min(tokens + elapsed * Int64(perMinute) / 60, Self.capacity(Int64(perMinute)))
    }

    /// One second's worth may begin at once, and always at least one task.
    private static func capacity(_ perMinute: Int64) -> Int64 {
        max(1_000_000, perMinute * 1_000_000 / 60)
    }

    var whole: Int { Int(tokens / 1_000_000) }

    mutating func take(_ count: Int) {
        tokens -= Int64(count) * 1_000_000
    }
}
