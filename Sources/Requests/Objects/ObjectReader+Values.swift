package import Contract

extension ObjectReader {
    /// Text without control characters, counted in Unicode scalars.
    package mutating func text(_ name: String, _ length: ClosedRange<Int>, multiline: Bool = false) -> String?
    {
        guard let text = value(name, String.self, expected: "Text") else { return nil }
        guard length.contains(text.unicodeScalars.count) else {
            note(name, .length, "From \(length.lowerBound) to \(length.upperBound) characters are allowed.")
            return nil
        }
        guard Grammar.isPlain(text, multiline: multiline) else {
            note(name, .format, "Control characters are not allowed.")
            return nil
        }
        return text
    }

    package mutating func requiredText(_ name: String, _ length: ClosedRange<Int>, multiline: Bool = false)
        -> String?
    {
        require(name) ? text(name, length, multiline: multiline) : nil
    }

    package mutating func integer(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        guard let number = value(name, Int.self, expected: "A whole number") else { return nil }
        guard range.contains(number) else {
            note(name, .range, "A whole number from \(range.lowerBound) to \(range.upperBound) is expected.")
            return nil
        }
        return number
    }

    package mutating func flag(_ name: String) -> Bool? {
        value(name, Bool.self, expected: "true or false")
    }

    package mutating func choice<Choice>(_ name: String, of type: Choice.Type) -> Choice?
    where Choice: CaseIterable & RawRepresentable, Choice.RawValue == String {
        guard let text = value(name, String.self, expected: "Text") else { return nil }
        guard let choice = Choice(rawValue: text) else {
            note(name, .choice, "One of \(names(of: type)) is expected.")
            return nil
        }
        return choice
    }

    package mutating func time(_ name: String) -> Timestamp? {
        guard let text = value(name, String.self, expected: "Text") else { return nil }
        guard let time = Timestamp(text) else {
            note(name, .format, "A time as in 2026-11-22T10:00:00Z (RFC 3339) is expected.")
            return nil
        }
        return time
    }
}
