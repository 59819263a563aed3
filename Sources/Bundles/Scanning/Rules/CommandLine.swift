/// Commands that are joined by pipes, as a shell takes them.
struct CommandLine: Sendable {
    /// The words of each command between pipes; the first is the program.
    let commands: [[String]]

    init(_ text: FoldedText) {
        var ends = text.all("|").filter { place in
            // `||` is no pipe.
            text.string(place + 1..<place + 2) != "|" && text.string(max(0, place - 1)..<place) != "|"
        }
        ends.append(text.bytes.count)
        var start = 0
        var commands: [[String]] = []
        for end in ends {
            commands.append(text.commandWords(start..<end))
            start = end + 1
        }
        self.commands = commands
    }

    /// Who carries out what a command before it writes.
    ///
    /// - Parameter isSource: Whether a command writes what is meant.
    /// - Returns: The interpreter; nil where there is none.
    func interpreter(behind isSource: ([String]) -> Bool) -> String? {
        guard let source = commands.firstIndex(where: isSource) else { return nil }
        return commands[(source + 1)...].lazy.compactMap(Self.interpreter).first
    }

    private static let shells: Set = [
        "sh", "bash", "zsh", "dash", "ksh", "fish", "ash", "pwsh", "powershell",
    ]
    private static let languages: Set = [
        "python", "python2", "python3", "node", "perl", "ruby", "php", "bun", "deno",
    ]
    private static let carriers: Set = ["sudo", "env", "exec", "nohup", "doas", "time", "command", "&"]

    /// - Returns: The interpreter that a command is, if it reads a program from its input.
    private static func interpreter(_ command: [String]) -> String? {
        let words = command.drop { carriers.contains($0) || $0.hasPrefix("-") || $0.contains("=") }
        guard let first = words.first else { return nil }
        let program = first.split(separator: "/").last.map(String.init) ?? first
        if ["iex", "invoke-expression"].contains(program) { return program }
        let next = words.dropFirst().first
        if shells.contains(program) {
            guard let next, next != "-", next != "-s", !next.hasPrefix("-x"), !next.hasPrefix("-e") else {
                return program
            }
            return next.hasPrefix("-") && !next.hasPrefix("-c") || "&;\\>2".contains(next.first ?? "a")
                ? program : nil
        }
        return languages.contains(program) && (next == nil || next == "-") ? program : nil
    }

    /// Whether words hand what `text` holds from `place` on to an interpreter: `sh -c "$(…`, `bash <(…`, `eval "$(…`.
    static func feedsInterpreter(_ text: FoldedText, at place: Int) -> Bool {
        let words = text.commandWords(max(0, place - 64)..<place).suffix(4)
        return words.contains { word in
            let program = word.split(separator: "/").last.map(String.init) ?? word
            return shells.contains(program)
                || ["eval", "source", ".", "iex", "python3", "python"].contains(program)
        }
    }
}
