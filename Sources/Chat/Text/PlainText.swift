import Foundation

/// A line as it is read: composed, in one width, without what nobody sees.
struct PlainText {
    /// Longer ones are no sentence; only this much is read.
    static let longest = 1000

    /// With the case it was typed in.
    let characters: [Character]
    /// Whether something invisible was taken out: what looks like one word may have been made of two.
    let hadHidden: Bool
    /// Whether there was more than was read.
    let wasCut: Bool

    init(_ raw: String) {
        var hidden = false
        var scalars = String.UnicodeScalarView()
        let start = raw.unicodeScalars.prefix(Self.longest * 4)
        for scalar in String(String.UnicodeScalarView(start)).precomposedStringWithCanonicalMapping
            .unicodeScalars
        {
            if Self.isHidden(scalar) {
                // Joins the parts of emoji.
                hidden = hidden || !(scalar.value == 0x200D || (0xFE00...0xFE0F).contains(scalar.value))
            } else {
                scalars.append(Self.plain(scalar))
            }
        }
        let all = Array(String(scalars))
        characters = Array(all.prefix(Self.longest))
        hadHidden = hidden
        wasCut = all.count > Self.longest || raw.unicodeScalars.count > Self.longest * 4
    }

    /// Zero width, directions, variations and the tags of U+E0000.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF,
            0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3000, 0xA0, 0x2002...0x200A, 0x09: " "
        case 0x0D, 0x0B, 0x0C, 0x85, 0x2028, 0x2029: "\n"
        case 0x2018, 0x2019, 0xB4: "'"
        case 0x201C...0x201F, 0x201A, 0x201B, 0xAB, 0xBB, 0x2039, 0x203A, 0x300C...0x300F, 0x3008...0x300B,
            0x301D...0x301F, 0xFF62, 0xFF63, 0x275B...0x275E, 0x60:
            "\""
        case 0x2010...0x2015, 0x2212: "-"
        case 0x3001, 0xB7: ","
        case 0x3002, 0x2026: "."
        case 0x301C, 0x223C: "~"
        default: scalar
        }
    }
}
