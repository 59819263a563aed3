import Contract

/// The forms of names and ids, as far as they can be told without looking anything up.
package enum Grammar {
    package static let skillNameRule =
        "a skill's name has 1 to 64 characters of a-z, 0-9 and single hyphens in between."
    package static let providerIDRule =
        "a provider's id has 1 to 64 characters of a-z, 0-9 and hyphens and starts with a letter."
    package static let maximumVersion = 1_000_000

    /// The Agent Skills specification, field `name`.
    package static func isSkillName(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...64).contains(bytes.count), bytes.first != hyphen, bytes.last != hyphen else {
            return false
        }
        var previous: UInt8 = 0
        for byte in bytes {
            guard isLowerOrDigit(byte) || byte == hyphen && previous != hyphen else { return false }
            previous = byte
        }
        return true
    }

    package static func isProviderID(_ text: String) -> Bool {
        ProviderID(rawValue: text).isWellFormed
    }

    /// Any version, in the hyphenated lower-case form that this product writes.
    package static func isUUID(_ text: String) -> Bool {
        guard text.utf8.count == 36 else { return false }
        return text.utf8.enumerated().allSatisfy { index, byte in
            switch index {
            case 8, 13, 18, 23: byte == hyphen
            default: isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
        }
    }

    /// Digits only: `+1`, `01` and ` 1` are no versions.
    package static func versionNumber(_ text: String) -> Int? {
        guard (1...7).contains(text.utf8.count), text.utf8.allSatisfy(isDigit),
            text.utf8.first != UInt8(ascii: "0"),
            let number = Int(text), number <= maximumVersion
        else { return nil }
        return number
    }

    /// Whether text can be stored and shown: no control characters but line ends and tabs where allowed.
    package static func isPlain(_ text: String, multiline: Bool = false) -> Bool {
        text.utf8.allSatisfy { byte in
            byte >= 0x20 && byte != 0x7F || multiline && (byte == 9 || byte == 10 || byte == 13)
        }
    }

    private static let hyphen = UInt8(ascii: "-")

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || isDigit(byte)
    }
}
