import Contract

/// A time as pages show it: how long ago, with the exact one behind it.
struct Moment: Sendable {
    /// RFC 3339 with milliseconds: HTML's `datetime` takes no more digits.
    let iso: String
    /// `2026-11-22 10:00:00 UTC`; scripts add the visitor's own time.
    let exact: String
    let relative: String

    init(_ time: Timestamp, now: Timestamp, _ words: Words) {
        iso = "\(time.description.prefix(23))Z"
        exact = "\(iso.prefix(10)) \(iso.dropFirst(11).prefix(8)) UTC"
        relative = Self.relative((now - time).wholeMicroseconds / 1_000_000, words)
    }

    private static func relative(_ seconds: Int64, _ words: Words) -> String {
        let ahead = seconds < 0
        let distance = Int(seconds.magnitude)
        let (unit, number) =
            switch distance {
            case ..<60: ("s", distance)
            case ..<3600: ("min", distance / 60)
            case ..<86_400: ("h", distance / 3600)
            default: ("d", distance / 86_400)
            }
        return words[ahead ? "time.in_\(unit)" : "time.ago_\(unit)", ["n": String(number)]]
    }
}

extension Visit {
    func moment(_ time: Timestamp) -> Moment { Moment(time, now: site.now(), words) }
}
