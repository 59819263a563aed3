import Contract

/// Commands that run as soon as an agent reads the skill, before it or anybody has thought about them.
enum DynamicCommands: PassageRule {
    static let literals = texts("!`")

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        guard passage.place == .prose, passage.path == SkillFile.manifest else { return }
        for range in commands(in: passage.folded) {
            let command = passage.command(range)
            let isFar = command.folded.contains(anyOf: [
                "curl ", "wget ", "rm -", "| sh", "| bash", "http://", "https://",
            ])
            notes.add(
                .dynamicCommand,
                isFar ? .warning : .note,
                line: passage.line,
                "A command runs as soon as an agent reads the skill."
            )
            // It weighs what it would in a script: it runs without being asked for.
            for rule in rules {
                notes.spend(range.count)
                rule.read(command, into: &notes)
            }
        }
    }

    private static let rules: [any PassageRule.Type] = [
        ShellDownloads.self, EncodedCommands.self, ReverseShells.self, Destruction.self, Persistence.self,
        PackageInstalls.self, CredentialPlaces.self, NetworkCalls.self, DropHosts.self,
        PermissionBypasses.self,
    ]

    /// What stands between `!` with its mark and the next mark.
    ///
    /// `!` may also be the last sign of a piece of code: only one that stands alone before a piece counts.
    private static func commands(in text: FoldedText) -> [Range<Int>] {
        var commands: [Range<Int>] = []
        var opened: Int?
        for (place, byte) in text.bytes.enumerated() where byte == UInt8(ascii: "`") {
            if let start = opened {
                if isMarked(text, at: start) { commands.append(start + 1..<place) }
                opened = nil
            } else {
                opened = place
            }
        }
        // One that is cut off by the end of the line or piece.
        if let start = opened, isMarked(text, at: start) { commands.append(start + 1..<text.bytes.count) }
        return commands
    }

    private static func isMarked(_ text: FoldedText, at mark: Int) -> Bool {
        guard mark > 0, text.bytes[mark - 1] == UInt8(ascii: "!") else { return false }
        return mark == 1 || " \t-*>:(|".utf8.contains(text.bytes[mark - 2])
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
