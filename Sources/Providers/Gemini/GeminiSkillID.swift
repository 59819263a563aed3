import Contract
import Crypto

/// The id a skill gets at Google: always the same for the same name, which makes creating repeatable.
enum GeminiSkillID {
    /// 1 to 63 of `[a-z0-9-]`, beginning with a letter, ending with a letter or digit, not beginning `gcp-`.
    static func make(from name: String) -> String {
        if isValid(name) { return name }
        var slug = ""
        for character in name.lowercased() {
            if character.isASCII, character.isLetter || character.isNumber {
                slug.append(character)
            } else if slug.last != "-" {
                slug.append("-")
            }
        }
        // The digest keeps names apart that differ only in what was replaced or cut off.
        let mark = hexadecimal(SHA256.hash(data: Array(name.utf8)).prefix(4))
        let body = slug.prefix(50).split(separator: "-").joined(separator: "-")
        return "s-" + (body.isEmpty ? "" : body + "-") + mark
    }

    private static func isValid(_ name: String) -> Bool {
        guard (1...63).contains(name.utf8.count), let first = name.first, first.isASCII, first.isLetter,
            name.last != "-", !name.hasPrefix("gcp-")
        else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"):
                true
            default:
                false
            }
        }
    }
}
