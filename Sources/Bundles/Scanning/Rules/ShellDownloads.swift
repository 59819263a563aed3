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
        "invoke-restmethod"
    )

    private static let tools: Set = [
        "curl", "wget", "invoke-webrequest", "iwr", "irm", "invoke-restmethod", "curl.exe", "/usr/bin/curl",
    ]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let text = passage.folded
        guard isPiped(text) || isSubstituted(text) || isSavedAndRun(text) || isEvaluated(text) else { return }
        let address = WebAddress.all(in: text).first
        // Empty where the address is put together when it is used.
        let host = address.flatMap { $0.host.isEmpty ? nil : $0.host }
        let offset = text.first("curl") ?? text.first("wget") ?? 0
        notes.add(
            .downloadAndRun,
            level(passage, address),
            line: passage.line(at: offset),
            as: host == nil ? "somewhere" : nil,
            host.map { "A program from \($0, as: "host") is run without anybody seeing it." }
                ?? "A program from somewhere is run without anybody seeing it."
        )
    }

    private static func level(_ passage: Passage, _ address: WebAddress?) -> ScanFinding.Level {
        guard let address else { return passage.level(script: .block, block: .warning, prose: .note) }
        if address.isLocal { return .note }
        if address.isInstaller { return passage.level(script: .warning, block: .note, prose: .note) }
        if address.isRaw { return passage.level(script: .block, block: .block, prose: .warning) }
        return passage.level(script: .block, block: .warning, prose: .warning)
    }

    private static func isPiped(_ text: FoldedText) -> Bool {
        CommandLine(text).interpreter { $0.contains(where: tools.contains) } != nil
    }

    private static func isSubstituted(_ text: FoldedText) -> Bool {
        let places: [StaticString] = ["$(curl", "$(wget", "<(curl", "<(wget", "`curl", "`wget"]
        return places.contains { start in
            text.all(start).contains { CommandLine.feedsInterpreter(text, at: $0) }
        }
    }

    /// `curl -o x URL && sh x`, and `chmod +x`.
    private static func isSavedAndRun(_ text: FoldedText) -> Bool {
        let words = text.commandWords(0..<text.bytes.count)
        guard let tool = words.firstIndex(where: tools.contains) else { return false }
        guard let option = words[tool...].firstIndex(where: { ["-o", "--output", "-outfile"].contains($0) })
        else {
            return false
        }
        guard let file = words[(option + 1)...].first, file.count > 1, file != "/dev/null" else {
            return false
        }
        let rest = Array(words[(option + 2)...])
        for (index, word) in rest.enumerated() where index > 0 && (word == file || word == "./" + file) {
            let before = rest[index - 1]
            if ["&&", "sh", "bash", "python", "python3", "sudo", "source", "."].contains(before) {
                return true
            }
        }
        return false
    }

    private static func isEvaluated(_ text: FoldedText) -> Bool {
        text.contains("downloadstring") && text.contains(anyOf: ["iex", "invoke-expression"])
            || text.contains(anyOf: ["iex (", "iex(", "invoke-expression ("])
                && text.contains(anyOf: ["iwr", "irm", "invoke-webrequest", "invoke-restmethod"])
    }
}
