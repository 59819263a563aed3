extension Passage {
    /// Whether it only prints something, as usage notes do, and hands it to nobody.
    ///
    /// False where anything on the line could run, in whatever language it is: what is shown weighs less than what runs.
    var isPrinted: Bool {
        guard let first = folded.commandWords(0..<64).first, Self.printing.contains(first) else {
            return false
        }
        let bytes = folded.bytes
        var quote: UInt8?
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\") {
                // Languages do not agree on what a backslash before such a mark means.
                if index + 1 < bytes.count, "'`".utf8.contains(bytes[index + 1]) { return false }
                index += quote == UInt8(ascii: "'") ? 1 : 2
                continue
            }
            if byte == quote {
                quote = nil
            } else if quote == nil, "\"'".utf8.contains(byte) {
                quote = byte
            } else if mayRun(at: index, in: quote) {
                return false
            }
            index += 1
        }
        return quote == nil
    }

    private func mayRun(at index: Int, in quote: UInt8?) -> Bool {
        let bytes = folded.bytes
        let next = index + 1 < bytes.count ? bytes[index + 1] : UInt8(ascii: "\n")
        switch bytes[index] {
        case UInt8(ascii: "$"): return quote != UInt8(ascii: "'") && next == UInt8(ascii: "(")
        case UInt8(ascii: "`"): return quote != UInt8(ascii: "'")
        // `f"{…}"` of Python and `#{…}` of Ruby run what stands inside.
        case UInt8(ascii: "{"):
            return quote != nil
                && bytes[index...].prefix { $0 != UInt8(ascii: "}") }.contains(UInt8(ascii: "("))
        case UInt8(ascii: "("): return quote == nil && calls(at: index)
        case UInt8(ascii: "|"), UInt8(ascii: "<"): return quote == nil
        case UInt8(ascii: ";"):
            return quote == nil && !bytes[(index + 1)...].allSatisfy { " \t\r\n".utf8.contains($0) }
        // `>&2` only turns a channel.
        case UInt8(ascii: ">"): return quote == nil && next != UInt8(ascii: "&")
        case UInt8(ascii: "&"): return quote == nil && (index == 0 || bytes[index - 1] != UInt8(ascii: ">"))
        default: return false
        }
    }

    /// Whether a bracket calls something that does more than make text.
    private func calls(at bracket: Int) -> Bool {
        let name = folded.bytes[..<bracket].reversed().prefix {
            $0.isLetterOrDigit || $0 == UInt8(ascii: "_")
        }
        guard !name.isEmpty else {
            // `<(` and `${x}(`; a bracket behind a blank or another bracket only groups.
            return bracket > 0 && !" \t(,+".utf8.contains(folded.bytes[bracket - 1])
        }
        let word = String(decoding: name.reversed(), as: UTF8.self)
        return !Self.harmless.contains(word)
            && !["error", "exception", "exit"].contains { word.hasSuffix($0) }
    }

    private static let printing: Set = [
        "echo", "print", "printf", "console.log", "console.error", "log", "raise", "throw", "write-host",
        "write-output", "println", "fmt.println", "puts", "warn", "info", "error", "die", "cat",
    ]

    private static let harmless: Set = [
        "print", "println", "printf", "log", "warn", "info", "puts", "format", "str", "repr", "len", "join",
        "strip",
        "upper", "lower", "bold", "red", "green", "yellow", "blue", "cyan", "dim", "gray", "dedent",
    ]
}
