import Contract

/// Where an agent looks for skills.
///
/// Sources: code.claude.com/docs/en/skills, developers.openai.com/codex/skills, the source of gemini-cli,
/// cursor.com/docs/context/skills, code.visualstudio.com/docs/agent-customization/agent-skills.
enum FolderPlace {
    /// The parts below the home folder or the project's folder.
    static func parts(_ client: FolderClient, _ scope: FolderScope) -> [String] {
        let top =
            switch (client, scope) {
            case (.claudeCode, _): ".claude"
            case (.geminiCLI, _): ".gemini"
            case (.cursor, _): ".cursor"
            case (.copilot, .user): ".copilot"
            case (.copilot, .project): ".github"
            // Codex reads the folder that is meant for every agent.
            case (.codex, _), (.generic, _): ".agents"
            }
        return [top, "skills"]
    }

    /// Whether a name can be one part of a path, and is not one of our own hidden folders.
    static func isSafe(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 255
            && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }

    /// Whether a file's path stays below the folder it is written to.
    static func isSafe(path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 255 }
            && !path.utf8.contains(0)
    }
}
