import Contract

/// Programs that are fetched and run at once, so that nobody ever sees what runs.
enum ShellDownloads: PassageRule {
    static let literals = texts(
        "curl",
        "wget",
        "invoke-webrequest",
        "iwr ",
        "irm ",
        "downloadstring",
        "invoke-restmethod",
        "urlopen(",
        "requests.get(",
        "fetch("
    )

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let text = passage.command
        let places = text.all("curl") + text.all("wget")
        notes.spend(places.count * CommandLine.feedingWords)
        let download = Download(text, ahead: passage.ahead)
        guard
            isPiped(text) || places.contains(where: { isSubstituted(text, at: $0) }) || download.isRun
                || isEvaluated(text)
        else { return }
        let gravest = WebAddress.all(in: text).map { ($0, level(passage, $0)) }.max { $0.1 < $1.1 }
        let unknown = passage.level(script: .block, block: .warning, prose: .note)
        // Addresses without a scheme are asked too, whatever else the line names.
        let isUnknown = download.hasBareAddress || gravest == nil
        let known = gravest?.1 ?? .note
        let host = gravest.flatMap { $0.0.host.isEmpty ? nil : $0.0.host }
        let tool = passage.folded.first("curl") ?? passage.folded.first("wget") ?? 0
        notes.add(
            .downloadAndRun,
            isUnknown ? max(unknown, known) : known,
            line: passage.line(at: tool),
            as: host == nil ? "somewhere" : nil,
            host.map { "A program from \($0, as: "host") is run without anybody seeing it." }
                ?? "A program from somewhere is run without anybody seeing it."
        )
    }

    private static func level(_ passage: Passage, _ address: WebAddress) -> ScanFinding.Level {
        if address.isLocal { return .note }
        if address.isInstaller { return passage.level(script: .warning, block: .note, prose: .note) }
        if address.isRaw { return passage.level(script: .block, block: .block, prose: .warning) }
        return passage.level(script: .block, block: .warning, prose: .warning)
    }

    private static func isPiped(_ text: FoldedText) -> Bool {
        CommandLine(text).interpreter { $0.contains { Download.tools.contains(Interpreter.program($0)) } }
            != nil
    }

    /// `sh -c "$(curl …`, `bash <(curl …`.
    private static func isSubstituted(_ text: FoldedText, at tool: Int) -> Bool {
        guard let last = text.bytes[..<tool].lastIndex(where: { $0 != UInt8(ascii: " ") }) else {
            return false
        }
        let isOpened =
            text.bytes[last] == UInt8(ascii: "`")
            || text.bytes[last] == UInt8(ascii: "(") && last > 0 && "$<".utf8.contains(text.bytes[last - 1])
        return isOpened && CommandLine.feedsInterpreter(text, at: last)
    }

    private static let fetchers: [StaticString] = ["urlopen(", "requests.get(", "fetch("]

    /// `exec(urlopen(…).read())`, and the same in PowerShell.
    private static func isEvaluated(_ text: FoldedText) -> Bool {
        let runs = (text.all("exec(") + text.all("eval(")).filter { EncodedCommands.isCall(text, at: $0) }
        if !runs.isEmpty {
            let fetches = fetchers.flatMap(text.all)
            if fetches.contains(where: { fetch in runs.contains { $0 < fetch && fetch < $0 + 64 } }) {
                return true
            }
        }
        return text.contains("downloadstring") && text.contains(anyOf: ["iex", "invoke-expression"])
            || text.contains(anyOf: ["iex (", "iex(", "invoke-expression ("])
                && text.contains(anyOf: ["iwr", "irm", "invoke-webrequest", "invoke-restmethod"])
    }
}

/// What the words of a download say: where it goes, and whether that is run next.
struct Download {
    static let tools: Set = [
        "curl", "wget", "invoke-webrequest", "iwr", "irm", "invoke-restmethod", "curl.exe", "wget.exe",
    ]

    /// Whether an address without `://` is asked: the tools take `http` for it.
    let hasBareAddress: Bool
    /// Whether what is saved is run, here or in the lines behind.
    let isRun: Bool

    /// - Parameters:
    ///   - command: As ``Passage/command``.
    ///   - ahead: What comes behind it.
    init(_ command: FoldedText, ahead: [UInt8]) {
        let here = Self.tokens(command.bytes[...])
        guard let tool = here.firstIndex(where: { Self.tools.contains(Interpreter.program($0)) }) else {
            hasBareAddress = false
            isRun = false
            return
        }
        hasBareAddress = Self.hasBareAddress(here[(tool + 1)...])
        let all = here + Self.tokens(FoldedText(ahead).bytes[...])
        isRun = Self.isRun(all[tool...])
    }

    private static let separators: Set = [";", "&", "&&", "|", "||", "\n"]

    /// Words, and what ends a command as words of their own.
    private static func tokens(_ bytes: ArraySlice<UInt8>) -> [String] {
        var tokens: [String] = []
        var word: [UInt8] = []
        func isEnd(_ byte: UInt8) -> Bool { ";&|\n".utf8.contains(byte) }
        for byte in bytes {
            let isMark = isEnd(byte)
            if isMark != (word.last.map(isEnd) ?? isMark) || " \t\r\"'`(){},".utf8.contains(byte) {
                if !word.isEmpty { tokens.append(String(decoding: word, as: UTF8.self)) }
                word = []
            }
            if !" \t\r\"'`(){},".utf8.contains(byte) { word.append(byte) }
        }
        if !word.isEmpty { tokens.append(String(decoding: word, as: UTF8.self)) }
        return tokens
    }

    private static func isSeparator(_ token: String) -> Bool {
        token.utf8.first.map { ";&|\n".utf8.contains($0) } == true
    }

    /// Short options that take no value, by their last letter, in lower case.
    private static let flags = Set("sflkginjvq0123456#")

    private static func hasBareAddress(_ words: ArraySlice<String>) -> Bool {
        var isValue = false
        for word in words.prefix(while: { !isSeparator($0) }) {
            if word.hasPrefix("--") {
                isValue = [
                    "--output", "--header", "--referer", "--proxy", "--user-agent", "--retry", "--max-time",
                ]
                .contains(word)
            } else if word.hasPrefix("-") {
                isValue = word.last.map { !flags.contains($0) } == true
            } else if word.hasPrefix(">") || word.hasPrefix("2>") {
                isValue = word.hasSuffix(">")
            } else {
                let host = word.split(separator: "/", omittingEmptySubsequences: false).first ?? ""
                let isNamed = host.dropFirst().dropLast().contains(".") && !host.hasPrefix(".")
                if !isValue, !word.contains("://"), isNamed { return true }
                isValue = false
            }
        }
        return false
    }

    /// `curl -o x URL && sh x`, `wget URL; sh x`, and `chmod +x x` with `./x` behind it.
    private static func isRun(_ words: ArraySlice<String>) -> Bool {
        var files: Set<String> = []
        var isCommand = false
        var before = ""
        for word in words {
            let name = word.hasPrefix("./") ? String(word.dropFirst(2)) : word
            // A bare name is a program of its own unless it looks like a file.
            let isFile = isCommand && (name != word || name.contains("."))
            if files.contains(name), isFile || runs(before) { return true }
            let isTarget =
                ["--output", "-outfile", "--output-document", ">", "1>"].contains(before)
                || before.hasPrefix("-") && !before.hasPrefix("--") && before.hasSuffix("o")
            if isTarget, name.utf8.count > 1, name != "/dev/null", !name.contains("://") {
                files.insert(name)
            }
            if word.hasPrefix("--output=") || word.hasPrefix("--output-document=") {
                files.insert(String(word.drop { $0 != "=" }.dropFirst()))
            }
            if word.contains("://"), let last = word.split(separator: "/").last { files.insert(String(last)) }
            isCommand = isSeparator(word) || isCommand && ["sudo", "exec", "env", "then"].contains(word)
            // The options of an interpreter stand between it and its file.
            if !(runs(before) && word.hasPrefix("-")) { before = word }
        }
        return false
    }

    private static func runs(_ word: String) -> Bool {
        let program = Interpreter.program(word)
        return Interpreter.isShell(program) || Interpreter.isLanguage(program)
            || ["source", "."].contains(word)
    }
}
