import Contract

/// A moment as it is said: by the calendar of the speaker, or so long ago.
enum TimePoint: Hashable {
    case ago(seconds: Int)
    /// The first moment of a day; 0 is today.
    case day(ago: Int)
    /// The first moment of a Monday; 0 is this week's.
    case week(ago: Int)
    /// The first moment of this month.
    case month(ago: Int)
    /// `2026-11-20`
    case date(String)
    /// RFC 3339.
    case exact(String)
}

/// The speaker's clock: a moment and how far it is from UTC.
struct LocalClock {
    private let now: Timestamp
    /// As the context spells it, such as `+09:00`.
    private let offset: String
    private let offsetSeconds: Int64

    /// Nil when it is no RFC 3339 time.
    init?(_ text: String) {
        guard let now = Timestamp(text) else { return nil }
        self.now = now
        if let last = text.last, last == "Z" || last == "z" {
            (offset, offsetSeconds) = ("Z", 0)
        } else {
            offset = String(text.suffix(6))
            guard let zero = Timestamp("1970-01-02T00:00:00" + offset) else { return nil }
            offsetSeconds = 86_400 - zero.microseconds / 1_000_000
        }
    }

    /// To the second, with the clock's own offset.
    func text(_ point: TimePoint) -> String? {
        let day: Int64 = 86_400
        let local = now.microseconds / 1_000_000 + offsetSeconds
        let midnight = local - local % day
        switch point {
        case .ago(let seconds): return spelled(local - Int64(seconds))
        case .day(let ago): return spelled(midnight - Int64(ago) * day)
        case .week(let ago):
            // 1970-01-01 was a Thursday.
            let weekday = (midnight / day + 3) % 7
            return spelled(midnight - weekday * day - Int64(ago) * 7 * day)
        case .month(let ago):
            guard ago == 0, let today = spelled(midnight) else { return nil }
            return today.prefix(8) + "01T00:00:00" + offset
        case .date(let date):
            let text = date + "T00:00:00" + offset
            return Timestamp(text) == nil ? nil : text
        case .exact(let text): return Timestamp(text) == nil ? nil : text
        }
    }

    private func spelled(_ seconds: Int64) -> String? {
        guard seconds > -62_167_219_200, seconds < 253_402_300_800 else { return nil }
        return Timestamp(microseconds: seconds * 1_000_000).description.prefix(19) + offset
    }
}
