extension String {
    /// How many columns a terminal uses for this text.
    ///
    /// Wide and full-width characters take two (Unicode Standard Annex #11), so do emoji; marks that
    /// combine take none.
    package var displayWidth: Int {
        reduce(0) { $0 + $1.displayWidth }
    }

    /// This text without anything a terminal would obey rather than show.
    ///
    /// Names and messages come from skills and providers: an escape sequence in one could rewrite what
    /// stands on the screen, a bidirectional control could reorder it.
    package var terminalSafe: String {
        guard unicodeScalars.contains(where: \.steersTerminal) else { return self }
        var safe = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.steersTerminal {
                if safe.last != " " { safe.append(" ") }
            } else {
                safe.append(scalar)
            }
        }
        return String(safe)
    }

    /// This text in at most `width` columns, with an ellipsis where something was cut off.
    package func fitted(to width: Int) -> String {
        guard displayWidth > width else { return self }
        var used = 0
        let kept = prefix { character in
            used += character.displayWidth
            return used < width
        }
        return kept + "…"
    }

    /// This text followed by blanks up to `width` columns.
    package func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - displayWidth))
    }
}

extension Character {
    var displayWidth: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.isZeroWidth { return 0 }
        let isEmoji = first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}")
        return isEmoji || first.isWide ? 2 : 1
    }
}

extension Unicode.Scalar {
    var steersTerminal: Bool {
        switch value {
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: properties.generalCategory == .control
        }
    }

    fileprivate var isZeroWidth: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: true
        default: false
        }
    }

    fileprivate var isWide: Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
