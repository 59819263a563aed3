import Contract

/// Commands that run as soon as an agent reads the skill, before it or anybody has thought about them.
enum DynamicCommands: PassageRule {
    static let literals = texts("!`")

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        guard passage.place == .prose, passage.path == SkillFile.manifest,
            passage.folded.all("!`").contains(where: { opens(passage.folded, at: $0) })
        else { return }
        let isFar = passage.folded.contains(anyOf: [
            "curl ", "wget ", "rm -", "| sh", "| bash", "http://", "https://",
        ])
        notes.add(
            .dynamicCommand,
            isFar ? .warning : .note,
            line: passage.line,
            "A command runs as soon as an agent reads the skill."
        )
    }

    /// Whether the mark stands alone before a piece of code: `!` may also be the last sign of one.
    private static func opens(_ text: FoldedText, at place: Int) -> Bool {
        let before = text.bytes[..<place]
        guard before.count(where: { $0 == UInt8(ascii: "`") }) % 2 == 0 else { return false }
        return before.last.map { " \t-*>:(".utf8.contains($0) } ?? true
    }
}

/// Options with which an agent asks nobody any more.
enum PermissionBypasses: PassageRule {
    private static let options: [StaticString] = [
        "--dangerously-skip-permissions", "--dangerously-bypass-approvals", "danger-full-access",
        "bypasspermissions",
        "skipdangerousmodepermissionprompt", "--trust-all-tools", "--allow-all-tools", "--yolo",
        "approval_policy = \"never\"",
    ]

    static let literals = options.map { Array($0.description.utf8) }

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        guard let option = options.first(where: passage.folded.contains) else { return }
        let level =
            passage.place == .data ? .warning : passage.level(script: .warning, block: .note, prose: .note)
        notes.add(
            .permissionBypass,
            level,
            line: passage.line,
            "With \(option, as: "option") an agent asks nobody any more."
        )
    }
}

/// Files that make something start by itself.
enum ConfigurationRules {
    static func read(_ file: ScannedFile, into notes: inout FileNotes) {
        let path = file.path.lowercased()
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if path == "skill.md" { return readManifest(file, into: &notes) }
        guard file.size < 1 << 20 else { return }
        if name.hasSuffix("mcp.json") || name == "claude_desktop_config.json" || name.hasSuffix("mcp.toml") {
            readToolServers(file, into: &notes)
        }
        if isHooks(path, name), let line = file.line(of: "hooks") {
            notes.add(.hooks, .warning, line: line, "Hooks run commands by themselves.")
        }
        if name == "package.json",
            let line = file.line(of: "\"postinstall\"") ?? file.line(of: "\"preinstall\"")
        {
            notes.add(.hooks, .warning, line: line, as: "package", "Installing the package runs a command.")
        }
        if path.hasSuffix(".vscode/tasks.json"), let line = file.line(of: "folderopen") {
            notes.add(.hooks, .warning, line: line, as: "folder", "Opening the folder runs a command.")
        }
    }

    private static func readToolServers(_ file: ScannedFile, into notes: inout FileNotes) {
        guard let line = file.line(of: "\"command\"") ?? file.line(of: "command =") else {
            guard let line = file.line(of: "\"url\"") else { return }
            let message: Phrase = "The skill brings the address of an MCP server."
            return notes.add(.toolServer, .note, line: line, as: "address", message)
        }
        notes.add(.toolServer, .warning, line: line, "The skill brings an MCP server, which runs a command.")
    }

    /// Claude Code runs what the frontmatter names.
    private static func readManifest(_ file: ScannedFile, into notes: inout FileNotes) {
        guard let frontmatter = ManifestText(file.content).frontmatter else { return }
        let lines = frontmatter.split(separator: "\n", omittingEmptySubsequences: false)
        guard let index = lines.firstIndex(where: { $0.hasPrefix("hooks:") }) else { return }
        let message: Phrase = "The frontmatter brings hooks, which run by themselves."
        notes.add(.hooks, .warning, line: index + 2, as: "frontmatter", message)
    }

    private static func isHooks(_ path: String, _ name: String) -> Bool {
        name == "hooks.json" || path.contains(".git/hooks/") || path.contains(".husky/")
            || [".claude/settings.json", ".claude/settings.local.json", ".gemini/settings.json"].contains {
                path.hasSuffix($0)
            }
    }
}

extension ScannedFile {
    /// The first line with this text; the case of ASCII does not count.
    fileprivate func line(of text: StaticString) -> Int? {
        guard let place = FoldedText(content).first(text) else { return nil }
        return content[..<place].count { $0 == UInt8(ascii: "\n") } + 1
    }
}
