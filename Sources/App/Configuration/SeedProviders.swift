package import Contract

/// Which providers a server registers by itself when they are not registered yet.
package enum SeedProviders {
    /// Where the simulators listen.
    package struct SimulatorAddresses: Equatable, Sendable {
        package let openai: String
        package let claude: String
        package let gemini: String

        package init(openai: String, claude: String, gemini: String) {
            self.openai = openai
            self.claude = claude
            self.gemini = gemini
        }
    }

    package struct Options: Equatable, Sendable {
        /// Nil when no simulators run: vendors without a key are then left out.
        package let simulators: SimulatorAddresses?
        package let localFolders: Configuration.LocalFolders
        /// Absolute.
        package let dataFolder: String

        package init(
            simulators: SimulatorAddresses?,
            localFolders: Configuration.LocalFolders,
            dataFolder: String
        ) {
            self.simulators = simulators
            self.localFolders = localFolders
            self.dataFolder = dataFolder
        }
    }

    /// The three vendors, real where a credential is set and simulated where not, then the local agents.
    package static func from(
        environment: [String: String],
        options: Options
    ) -> [(ProviderID, ProviderSettings)] {
        let environment = environment.filter { !$0.value.isEmpty }
        let vendors = [
            openAI(environment, options.simulators),
            claude(environment, options.simulators),
            gemini(environment, options.simulators),
        ]
        return vendors.compactMap(\.self) + folders(environment, options)
    }

    private static func openAI(
        _ environment: [String: String],
        _ simulators: SimulatorAddresses?
    ) -> (ProviderID, ProviderSettings)? {
        let id = ProviderID(rawValue: "openai")
        if environment[Setting.openAIKey.variable] != nil {
            return (
                id, ProviderSettings(kind: .openai, displayName: "OpenAI", credential: "env:OPENAI_API_KEY")
            )
        }
        return simulators.map { (id, sandbox(.openai, "OpenAI (sandbox)", $0.openai)) }
    }

    private static func claude(
        _ environment: [String: String],
        _ simulators: SimulatorAddresses?
    ) -> (ProviderID, ProviderSettings)? {
        let id = ProviderID(rawValue: "claude")
        if environment[Setting.anthropicKey.variable] != nil {
            return (
                id,
                ProviderSettings(kind: .claude, displayName: "Claude", credential: "env:ANTHROPIC_API_KEY")
            )
        }
        return simulators.map { (id, sandbox(.claude, "Claude (sandbox)", $0.claude)) }
    }

    private static func gemini(
        _ environment: [String: String],
        _ simulators: SimulatorAddresses?
    ) -> (ProviderID, ProviderSettings)? {
        let id = ProviderID(rawValue: "gemini")
        let location = environment[Setting.googleLocation.variable] ?? Setting.googleLocation.fallback ?? ""
        if let file = environment[Setting.googleCredentials.variable],
            let project = environment[Setting.googleProject.variable]
        {
            let settings = ProviderSettings(
                kind: .gemini,
                displayName: "Gemini",
                credential: "file:" + file,
                options: ["project": project, "location": location]
            )
            return (id, settings)
        }
        return simulators.map {
            let options = ["project": "sandbox", "location": location]
            return (id, sandbox(.gemini, "Gemini (sandbox)", $0.gemini, options))
        }
    }

    private static func sandbox(
        _ kind: ProviderKind,
        _ name: String,
        _ url: String,
        _ options: [String: String] = [:]
    ) -> ProviderSettings {
        ProviderSettings(kind: kind, displayName: name, baseURL: url, options: options, sandbox: true)
    }

    private static func folders(
        _ environment: [String: String],
        _ options: Options
    ) -> [(ProviderID, ProviderSettings)] {
        let home: String? =
            switch options.localFolders {
            case .none: nil
            case .demo: options.dataFolder + "/home"
            case .home: environment["HOME"]
            }
        guard let home else { return [] }
        let suffix = options.localFolders == .demo ? " (demo folder)" : ""
        return agents.map { client, name in
            let settings = ProviderSettings(
                kind: .folder,
                displayName: name + suffix,
                options: ["client": client.rawValue, "scope": FolderScope.user.rawValue, "root": home],
                concurrency: 1
            )
            return (ProviderID(rawValue: client.rawValue), settings)
        }
    }

    private static let agents: [(FolderClient, String)] = [
        (.claudeCode, "Claude Code"),
        (.codex, "Codex"),
        (.geminiCLI, "Gemini CLI"),
        (.cursor, "Cursor"),
        (.copilot, "GitHub Copilot"),
    ]
}
