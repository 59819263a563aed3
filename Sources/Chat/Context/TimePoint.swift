import Contract

/// A moment as it is said: by the calendar of the speaker, or so long ago.
enum TimePoint: Hashable {
    case ago(seconds: Int)
    /// The first moment of a day; 0 is today.
    case day(ago: Int)
    /// The first moment of a Monday; 0 is this week's.
    case week(ago: Int)
    /// The first moment of a month; 0 is this one.
    case month(ago: Int)
    /// This day and time so many months before, or the last day of that month where it is shorter.
    case months(ago: Int)
    /// The first moment of a day: the newest that has come, or that of a year; 0 is this one.
    case monthDay(month: Int, day: Int, yearsAgo: Int?)
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
            guard let fromUTC = UTCOffset(offset) else { return nil }
            offsetSeconds = Int64(fromUTC.seconds)
        }
    }

    /// To the second, with the clock's own offset.
    func text(_ point: TimePoint) -> String? {
        let day: Int64 = 86_400
        switch point {
        case .ago(let seconds): return spelled(local - Int64(seconds))
        case .day(let ago): return spelled(midnight - Int64(ago) * day)
        case .week(let ago):
            // 1970-01-01 was a Thursday.
            let weekday = (midnight / day + 3) % 7
            return spelled(midnight - weekday * day - Int64(ago) * 7 * day)
        case .month(let ago): return month(before: ago).flatMap { first($0, 1) }
        case .months(let ago): return months(ago)
        case .monthDay(let month, let day, let yearsAgo): return first(month, day, yearsAgo)
        case .date(let date): return first(date)
        case .exact(let text): return Timestamp(text) == nil ? nil : text
        }
    }

    private var local: Int64 { now.microseconds / 1_000_000 + offsetSeconds }
    private var midnight: Int64 { local - local % 86_400 }

    /// Such as `2026-11-20`.
    private var today: String? { spelled(midnight).map { String($0.prefix(10)) } }

    /// The year and month so many months before, such as `2026-11`.
    private func month(before count: Int) -> String? {
        guard let today, let year = Int(today.prefix(4)), let month = Int(today.dropFirst(5).prefix(2)),
            count >= 0, count < year * 12
        else { return nil }
        let months = year * 12 + month - 1 - count
        return (months / 12).padded(4) + "-" + (months % 12 + 1).padded(2)
    }

    private func months(_ ago: Int) -> String? {
        guard let month = month(before: ago), let today, let now = spelled(local),
            var day = Int(today.suffix(2))
        else { return nil }
        while day > 28, first(month, day) == nil { day -= 1 }
        return first(month, day).map { String($0.prefix(10)) + now.dropFirst(10) }
    }

    private func first(_ month: Int, _ day: Int, _ yearsAgo: Int?) -> String? {
        guard let today, let year = Int(today.prefix(4)) else { return nil }
        let date = month.padded(2) + "-" + day.padded(2)
        let ago = yearsAgo ?? (date > today.suffix(5) ? 1 : 0)
        return first((year - ago).padded(4) + "-" + date)
    }

    private func first(_ month: String, _ day: Int) -> String? { first(month + "-" + day.padded(2)) }

    /// The first moment of a day; nil when there is none such.
    private func first(_ date: String) -> String? {
        let text = date + "T00:00:00" + offset
        return Timestamp(text) == nil ? nil : text
    }

    private func spelled(_ seconds: Int64) -> String? {
        guard seconds > -62_167_219_200, seconds < 253_402_300_800 else { return nil }
        return Timestamp(microseconds: seconds * 1_000_000).description.prefix(19) + offset
    }
}

extension Int {
    /// With zeroes in front.
    fileprivate func padded(_ digits: Int) -> String {
        let text = String(self)
        return text.count < digits ? String(repeating: "0", count: digits - text.count) + text : text
    }
}
