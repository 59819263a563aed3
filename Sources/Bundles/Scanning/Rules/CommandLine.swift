/// Commands that are joined by pipes, as a shell takes them.
struct CommandLine: Sendable {
    /// A command between pipes.
    private struct Command {
        /// All of its words, and those behind it up to the next pipe.
        let words: [String]
        /// Its own words, with and without what a quotation mark may end: both are tried.
        let readings: [[String]]
    }

    private let commands: [Command]

    init(_ text: FoldedText) {
        var ends = text.all("|").filter { place in
            // `||` is no pipe.
            text.string(place + 1..<place + 2) != "|" && text.string(max(0, place - 1)..<place) != "|"
        }
        ends.append(text.bytes.count)
        var start = 0
        var commands: [Command] = []
        for end in ends {
            let bytes = text.bytes[start..<end]
            let readings = [true, false].map { Self.words(of: bytes, endingAtQuote: $0) }
            commands.append(Command(words: text.commandWords(start..<end), readings: readings))
            start = end + 1
        }
        self.commands = commands
    }

    /// Who carries out what a command before it writes.
    ///
    /// - Parameter isSource: Whether a command writes what is meant.
    /// - Returns: The interpreter; nil where there is none.
    func interpreter(behind isSource: ([String]) -> Bool) -> String? {
        guard let source = commands.firstIndex(where: { isSource($0.words) }) else { return nil }
        return commands[(source + 1)...].lazy.flatMap(\.readings).compactMap(Interpreter.reading).first
    }

    /// The words of the first command in what stands behind a pipe.
    private static func words(of bytes: ArraySlice<UInt8>, endingAtQuote: Bool) -> [String] {
        // `|&` is a pipe too, and a group is its first command.
        let start = bytes.firstIndex { !" \t\r\n&({\\".utf8.contains($0) } ?? bytes.endIndex
        let rest = bytes[start...]
        let end = rest.indices.first { ends(rest, at: $0, endingAtQuote) } ?? rest.endIndex
        return rest[..<end].filter { !"\"'".utf8.contains($0) || endingAtQuote }
            .split { " \t\r\n\"'`()[],".utf8.contains($0) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func ends(_ bytes: ArraySlice<UInt8>, at index: Int, _ endingAtQuote: Bool) -> Bool {
        let before = index > bytes.startIndex ? bytes[index - 1] : UInt8(ascii: " ")
        let next = index + 1 < bytes.endIndex ? bytes[index + 1] : UInt8(ascii: "\n")
        switch bytes[index] {
        case UInt8(ascii: ";"), UInt8(ascii: "\n"), UInt8(ascii: ")"), UInt8(ascii: "`"): return true
        case UInt8(ascii: "|"): return true
        // `2>&1` and `&>` only turn a channel.
        case UInt8(ascii: "&"): return before != UInt8(ascii: ">") && next != UInt8(ascii: ">")
        case UInt8(ascii: "#"): return before == UInt8(ascii: " ") || before == UInt8(ascii: "\t")
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let opens = " \t=".utf8.contains(before) && !" ,)]\r\n".utf8.contains(next)
            return endingAtQuote && !opens
        default: return false
        }
    }

    /// Whether words hand what `text` holds from `place` on to an interpreter: `sh -c "$(…`, `bash <(…`, `eval "$(…`.
    static func feedsInterpreter(_ text: FoldedText, at place: Int) -> Bool {
        let words = text.commandWords(max(0, place - feedingWords)..<place).suffix(4)
        return words.contains { word in
            let program = Interpreter.program(word)
            return Interpreter.isShell(program) || ["eval", "source", ".", "iex"].contains(program)
                || Interpreter.isLanguage(program)
        }
    }

    /// So many bytes before a place are looked at for who is fed.
    static let feedingWords = 64
}

/// Programs that carry out what they are given.
enum Interpreter {
    private static let shells: Set = [
        "sh", "bash", "zsh", "dash", "ksh", "fish", "ash", "pwsh", "powershell", "powershell.exe", "pwsh.exe",
        "$shell", "${shell}", "$bash", "${bash}",
    ]
    private static let languages: Set = [
        "python", "pypy", "node", "nodejs", "perl", "ruby", "php", "bun", "deno", "osascript", "lua", "tclsh",
    ]
    private static let carriers: Set = [
        "sudo", "env", "exec", "nohup", "doas", "time", "command", "builtin", "busybox", "nice", "ionice",
        "timeout", "stdbuf", "setsid", "xargs", "unshare", "chroot", "su", "runuser", "then", "do", "else",
        "if",
        "!", "while", "until", "&",
    ]
    /// Names of the own input.
    private static let inputs: Set = ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]

    /// The name without its folder.
    static func program(_ word: String) -> String {
        word.split(separator: "/").last.map(String.init) ?? word
    }

    static func isShell(_ program: String) -> Bool { shells.contains(program) }

    /// With its version or without: `python3.12`.
    static func isLanguage(_ program: String) -> Bool {
        var name = program[...]
        while let last = name.last, last.isNumber || last == "." { name.removeLast() }
        return languages.contains(String(name))
    }

    /// - Returns: The interpreter that a command is, if it reads a program from its input.
    static func reading(_ command: [String]) -> String? {
        var words = command[...]
        var isBehindOption = false
        var isCarried = false
        while let word = words.first {
            let program = program(word)
            if ["iex", "invoke-expression"].contains(program) { return program }
            if isShell(program) || isLanguage(program) {
                let reads =
                    isShell(program) ? shellReads(words.dropFirst()) : languageReads(words.dropFirst())
                if reads { return program }
            }
            if program == "." || program == "source", words.dropFirst().first.map(inputs.contains) == true {
                return program
            }
            words = words.dropFirst()
            if carriers.contains(program) {
                isCarried = true
            } else if word.hasPrefix("-") || word.contains("=") || word.first?.isNumber == true {
                isBehindOption = word.hasPrefix("-")
            } else if isCarried, isBehindOption {
                // The option's value.
                isBehindOption = false
            } else {
                return nil
            }
        }
        return nil
    }

    /// Whether a shell with these words takes its commands from its input.
    private static func shellReads(_ words: ArraySlice<String>) -> Bool {
        var words = words
        while let word = words.first {
            if inputs.contains(word) || isRedirection(word) { return true }
            guard word.hasPrefix("-") || word.hasPrefix("+") else { return false }
            let isLong = word.hasPrefix("--")
            if !isLong, word.contains("c") { return false }
            if ["-command", "-file", "-encodedcommand", "-f"].contains(word) {
                return words.dropFirst().first == "-"
            }
            if !isLong, word.contains("s") { return true }
            words = words.dropFirst()
            if ["-o", "+o", "--rcfile", "--init-file", "-executionpolicy", "-ep"].contains(word) {
                words = words.dropFirst()
            }
        }
        return true
    }

    private static func languageReads(_ words: ArraySlice<String>) -> Bool {
        let flags: Set = ["-u", "-b", "-s", "-i", "-q", "-o", "-oo", "run", "--no-warnings"]
        guard let word = words.first(where: { !flags.contains($0) && !$0.hasPrefix("--input-type") }) else {
            return true
        }
        return inputs.contains(word) || isRedirection(word)
    }

    private static func isRedirection(_ word: String) -> Bool {
        word.drop(while: \.isNumber).first.map { "><&\\".contains($0) } == true
    }
}
