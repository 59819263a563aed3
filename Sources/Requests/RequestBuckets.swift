import Contract

/// Token buckets of many: each holds what may come in a minute, and fills evenly.
///
/// A bucket that nobody touched for a minute is full, so forgetting it changes nothing. Buckets are kept in two
/// generations, of which the older is dropped as a whole: remembering costs the same whoever comes, and however many.
struct RequestBuckets: Sendable {
    /// What a bucket is found by; drawn anew by each process, so nobody can aim at somebody else's.
    typealias Key = Int

    private struct Bucket {
        /// Millionths of a request.
        var tokens: Int64
        var at: ContinuousClock.Instant
    }

    /// - Parameter text: A secret or an address.
    /// - Returns: A key from which it cannot be had back.
    static func key(_ text: String) -> Key {
        var hasher = Hasher()
        hasher.combine(text)
        return hasher.finalize()
    }

    private static let unit: Int64 = 1_000_000

    /// Requests; nil for any number of them.
    private let perMinute: Int64?
    private let generation: Duration
    private let most: Int
    private var newer: [Key: Bucket] = [:]
    private var older: [Key: Bucket] = [:]
    private var turned: ContinuousClock.Instant

    /// - Parameters:
    ///   - perMinute: How many requests a bucket holds; nil for any number.
    ///   - generation: How long a bucket is remembered at least, unless more than `most` are touched meanwhile.
    ///   - most: How many each generation holds.
    ///   - now: When.
    init(perMinute: Int?, generation: Duration, most: Int, now: ContinuousClock.Instant) {
        self.perMinute = perMinute.map(Int64.init)
        self.generation = max(generation, .seconds(60))
        self.most = most
        turned = now
    }

    func knows(_ key: Key) -> Bool { newer[key] != nil || older[key] != nil }

    /// Takes one request out of a bucket, or a full one's where there is none yet.
    ///
    /// - Returns: How the bucket is then; nil where any number may come.
    mutating func charge(_ key: Key, at now: ContinuousClock.Instant) -> Level? {
        var bucket = filled(key, at: now)
        let isEmpty = bucket.tokens < Self.unit
        if !isEmpty { bucket.tokens -= Self.unit }
        keep(bucket, key, at: now)
        guard let perMinute else { return nil }
        return Level(
            isRefused: isEmpty,
            remaining: Int(bucket.tokens / Self.unit),
            secondsUntilMore: Self.seconds(for: Self.unit - bucket.tokens % Self.unit, perMinute)
        )
    }

    /// Remembers a key without taking anything.
    mutating func note(_ key: Key, at now: ContinuousClock.Instant) {
        keep(filled(key, at: now), key, at: now)
    }

    /// Puts a request back.
    mutating func giveBack(_ key: Key, at now: ContinuousClock.Instant) {
        guard knows(key) else { return }
        var bucket = filled(key, at: now)
        bucket.tokens = min(bucket.tokens + Self.unit, capacity)
        keep(bucket, key, at: now)
    }

    mutating func forget(_ key: Key) {
        newer[key] = nil
        older[key] = nil
    }

    struct Level: Equatable, Sendable {
        let isRefused: Bool
        let remaining: Int
        /// Until one more may come, whatever remains.
        let secondsUntilMore: Int
    }

    private var capacity: Int64 { (perMinute ?? 1) * Self.unit }

    private func filled(_ key: Key, at now: ContinuousClock.Instant) -> Bucket {
        guard var bucket = newer[key] ?? older[key] else { return Bucket(tokens: capacity, at: now) }
        guard let perMinute else { return Bucket(tokens: capacity, at: now) }
        let elapsed = max(0, min((now - bucket.at).wholeMicroseconds, 60_000_000))
        bucket.tokens = min(bucket.tokens + elapsed * perMinute / 60, capacity)
        bucket.at = now
        return bucket
    }

    private mutating func keep(_ bucket: Bucket, _ key: Key, at now: ContinuousClock.Instant) {
        newer[key] = bucket
        guard newer.count > most || now - turned >= generation else { return }
        older = newer
        newer = [:]
        turned = now
    }

    /// Rounded up, and at least one.
    private static func seconds(for tokens: Int64, _ perMinute: Int64) -> Int {
        Int((max(tokens, 1) * 60 + perMinute * unit - 1) / (perMinute * unit))
    }
}
