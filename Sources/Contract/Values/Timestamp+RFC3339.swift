extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with six decimals: `2026-11-22T10:00:00.123456Z`.
    ///
    /// Years outside 0000 to 9999 are not RFC 3339 any more; they come with a sign or a fifth digit.
    package var description: String {
        let (whole, part) = microseconds.quotientAndRemainder(dividingBy: Self.microsecondsPerDay)
        let days = Int(part < 0 ? whole - 1 : whole)
        let rest = Int(part < 0 ? part + Self.microsecondsPerDay : part)
        let (year, month, day) = Self.civil(fromDays: days)
        let seconds = rest / 1_000_000
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + "T"
            + padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2)
            + "." + padded(rest % 1_000_000, 6) + "Z"
    }

    /// Reads RFC 3339 with any offset and up to nine decimals; nil for anything else.
    ///
    /// The offset must not move the time out of the years 0000 to 9999 in UTC, which could not be written again.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == 45, bytes[7] == 45, bytes[13] == 58, bytes[16] == 58,
            bytes[10] == 84 || bytes[10] == 116 || bytes[10] == 32,
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
            let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            let second = number(bytes[17..<19]), (1...12).contains(month), (1...31).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0
        if rest.first == 46 {
            let digits = rest.dropFirst().prefix { $0 >= 48 && $0 <= 57 }
            guard !digits.isEmpty, digits.count <= 9,
                let value = number(Array((digits + [48, 48, 48, 48, 48]).prefix(6))[...])
            else { return nil }
            fraction = value
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let offset = Self.offsetSeconds(rest) else { return nil }
        let days = Self.days(fromYear: year, month: month, day: day)
        // The 31st of February would be a day of March.
        guard Self.civil(fromDays: days) == (year, month, day) else { return nil }
        let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        guard Self.writableSeconds.contains(seconds) else { return nil }
        self.init(microseconds: seconds * 1_000_000 + Int64(fraction))
    }

    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// From the start of year 0000 to the end of year 9999.
    private static let writableSeconds: Range<Int64> = -62_167_219_200..<253_402_300_800

    private static func offsetSeconds(_ bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.elementsEqual([90]) || bytes.elementsEqual([122]) { return 0 }
        let part = Array(bytes)
        guard part.count == 6, part[0] == 43 || part[0] == 45, part[3] == 58,
            let hours = number(part[1..<3]), let minutes = number(part[4..<6]), hours < 24, minutes < 60
        else { return nil }
        return (part[0] == 45 ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    /// Days since 1970 of a date in the proleptic Gregorian calendar, and back.
    ///
    /// Eras of 400 years keep the arithmetic free of tables; the year starts in March so that leap days
    /// come last.
    private static func days(fromYear year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (
            yearOfEra + era * 400 + (month < 10 ? 0 : 1),
            month < 10 ? month + 3 : month - 9,
            dayOfYear - (153 * month + 2) / 5 + 1
        )
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let time = Timestamp(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no RFC 3339 time")
            )
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value.magnitude)
    return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
        guard digit >= 48, digit <= 57 else { return nil }
        value = value * 10 + Int(digit - 48)
    }
    return value
}
