import Contract

/// The agents of this machine that read skills from a folder.
enum LocalAgents {
    /// One provider for each agent; none when there is no home to put the folders in.
    static func seeds(
        _ environment: [String: String],
        _ options: SeedProviders.Options
    ) -> [(ProviderID, ProviderSettings)] {
        let home: String? =
            switch options.localFolders {
            case .none: nil
            case .demo: options.dataFolder + "/home"
            case .home: environment["HOME"]
            }
        guard let home else { return [] }
        let suffix = options.localFolders == .demo ? " (demo folder)" : ""
        return all.map { client, name in
            let settings = ProviderSettings(
                kind: .folder,
                displayName: name + suffix,
                // The root is written down, so that a later start with other flags installs to the same place.
                options: ["client": client.rawValue, "scope": FolderScope.user.rawValue, "root": home],
                concurrency: 1
            )
            return (ProviderID(rawValue: client.rawValue), settings)
        }
    }

    private static let all: [(FolderClient, String)] = [
        (.claudeCode, "Claude Code"),
        (.codex, "Codex"),
        (.geminiCLI, "Gemini CLI"),
        (.cursor, "Cursor"),
        (.copilot, "GitHub Copilot"),
    ]
}
