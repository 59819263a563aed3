import Contract

/// Commands that are written so that nobody can read them.
enum EncodedCommands: PassageRule {
    static let literals = texts(
        "base64",
        "xxd",
        "frombase64string",
        "-encodedcommand",
        "-enc ",
        "atob(",
        "b64decode",
        "fromhex",
        "unhexlify",
        "decompress(",
        "\\x",
        "fromcharcode",
        "eval(",
        "exec("
    )

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let text = passage.command
        notes.spend(CommandLine.feedingWords * (text.all("(").count + text.all("`").count))
        if let how = pipeline(text) ?? substitution(text) ?? evaluation(text) ?? powerShell(text) {
            notes.add(
                .encodedCommand,
                passage.level(script: .block, block: .block, prose: .warning),
                line: passage.line,
                "A command is kept in a form that nobody can read: \(how, as: "how")."
            )
        }
    }

    private static func pipeline(_ text: FoldedText) -> Phrase.Word? {
        let line = CommandLine(text)
        let program = line.interpreter { words in
            words.contains("base64") && words.contains { ["-d", "--decode", "-di", "-id"].contains($0) }
                || words.contains("xxd") && words.contains { $0.hasPrefix("-r") || $0 == "-ps" }
                || words.contains("openssl") && words.contains("-d")
                || words.contains {
                    $0.split(separator: "\\").count { $0.hasPrefix("x") && $0.utf8.count == 3 } > 7
                }
        }
        return program.map { Phrase.Word("piped", "it is decoded and given to \($0, as: "program")") }
    }

    private static func substitution(_ text: FoldedText) -> Phrase.Word? {
        guard text.contains(anyOf: ["base64 -d", "base64 --decode", "base64 -D"]),
            let last = text.all("base64").last
        else { return nil }
        let starts = text.all("$(") + text.all("<(") + text.all("`")
        let isFed = starts.contains { $0 < last && CommandLine.feedsInterpreter(text, at: $0) }
        return isFed ? Phrase.Word("shell", "it is decoded and given to a shell") : nil
    }

    private static let runs: [StaticString] = ["eval(", "exec(", "function(", "os.system(", "execsync("]
    private static let decodes: [StaticString] = [
        "b64decode(", "atob(", "fromhex(", "unhexlify(", "decompress(", "'base64')", "\"base64\")",
        "fromcharcode(",
    ]

    private static let isEvaluated = Phrase.Word("evaluated", "it is decoded and evaluated")

    private static func evaluation(_ text: FoldedText) -> Phrase.Word? {
        let places = decodes.flatMap(text.all).sorted()
        guard !places.isEmpty else { return nil }
        for run in runs {
            var next = places[...]
            for place in text.all(run) where isCall(text, at: place) {
                next = next.drop { $0 < place }
                if let decoded = next.first, decoded < place + 200 { return isEvaluated }
            }
        }
        return nil
    }

    /// A function of its own, and no part of another word; `pattern.exec(` looks for text.
    static func isCall(_ text: FoldedText, at place: Int) -> Bool {
        guard place > 0 else { return true }
        let before = text.bytes[place - 1]
        return !before.isLetterOrDigit && before != UInt8(ascii: ".") && before != UInt8(ascii: "_")
    }

    private static func powerShell(_ text: FoldedText) -> Phrase.Word? {
        if text.contains("frombase64string"), text.contains(anyOf: ["iex", "invoke-expression"]) {
            return isEvaluated
        }
        guard text.contains(anyOf: ["powershell", "pwsh"]) else { return nil }
        let words = text.commandWords(0..<text.bytes.count)
        guard let option = words.firstIndex(where: { $0.hasPrefix("-enc") || $0 == "-e" || $0 == "-ec" })
        else {
            return nil
        }
        return words[(option + 1)...].first.map { $0.utf8.count >= 20 } == true
            ? Phrase.Word("powershell", "PowerShell decodes it") : nil
    }
}
