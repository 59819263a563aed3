/// How far a clock is from UTC, to the minute, as RFC 3339 writes it: `+09:00`.
package struct UTCOffset: Hashable, Sendable {
    package let seconds: Int

    /// Nil unless it is a number of minutes below a day, in either direction.
    package init?(seconds: Int) {
        guard abs(seconds) < 86_400, seconds % 60 == 0 else { return nil }
        self.seconds = seconds
    }

    /// Nil for anything but a `time-numoffset` of RFC 3339, section 5.6.
    package init?(_ text: String) {
        // By the reader of whole times: midnight by that clock is as far from midnight in UTC as the clock is.
        guard text.utf8.count == 6, text.hasPrefix("+") || text.hasPrefix("-"),
            let day = Timestamp("1970-01-02T00:00:00" + text)
        else { return nil }
        self.init(seconds: 86_400 - Int(day.microseconds / 1_000_000))
    }

    /// The moment as that clock shows it, in RFC 3339.
    package func text(of moment: Timestamp) -> String {
        Timestamp(microseconds: moment.microseconds + Int64(seconds) * 1_000_000).description.dropLast()
            + description
    }
}

extension UTCOffset: CustomStringConvertible {
    package var description: String {
        let minutes = abs(seconds) / 60
        let (hours, rest) = (minutes / 60, minutes % 60)
        return "\(seconds < 0 ? "-" : "+")\(hours / 10)\(hours % 10):\(rest / 10)\(rest % 10)"
    }
}

extension UTCOffset: Codable {
    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        guard let offset = UTCOffset(try value.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: value, debugDescription: "No offset from UTC.")
        }
        self = offset
    }

    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(description)
    }
}
