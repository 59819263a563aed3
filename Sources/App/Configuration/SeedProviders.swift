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
        /// What a relative path in the environment starts from.
        package let workingFolder: String

        package init(
            simulators: SimulatorAddresses?,
            localFolders: Configuration.LocalFolders,
            dataFolder: String,
            workingFolder: String
        ) {
            self.simulators = simulators
            self.localFolders = localFolders
            self.dataFolder = dataFolder
            self.workingFolder = workingFolder
        }
    }

    /// The three vendors, real where a credential is set and simulated where not, then the local agents.
    package static func from(
        environment: [String: String],
        options: Options
    ) -> [(ProviderID, ProviderSettings)] {
        let environment = environment.filter { !$0.value.isEmpty }
        let simulators = options.simulators
        let vendors = [
            real(.openai, "OpenAI", key: .openAIKey, environment)
                ?? simulators.map { sandbox(.openai, "OpenAI", $0.openai) },
            real(.claude, "Claude", key: .anthropicKey, environment)
                ?? simulators.map { sandbox(.claude, "Claude", $0.claude) },
            realGemini(environment, options)
                ?? simulators.map { sandbox(.gemini, "Gemini", $0.gemini, sandboxProject) },
        ]
        return vendors.compactMap(\.self).map { (ProviderID(rawValue: $0.kind.rawValue), $0) }
            + LocalAgents.seeds(environment, options)
    }

    /// The environment with a key for sandboxes in it: simulators want one, whatever it is.
    package static func withSandboxKey(_ environment: [String: String]) -> [String: String] {
        let fallback = [Setting.sandboxKey.variable: Setting.sandboxKey.fallback].compactMapValues(\.self)
        return environment.merging(fallback) { set, _ in set }
    }

    private static let sandboxProject = ["project": "sandbox", "location": "us-central1"]

    private static func real(
        _ kind: ProviderKind,
        _ name: String,
        key: Setting,
        _ environment: [String: String]
    ) -> ProviderSettings? {
        guard environment[key.variable] != nil else { return nil }
        return ProviderSettings(
            kind: kind,
            displayName: name,
            baseURL: kind.vendorURL(options: [:]),
            credential: "env:" + key.variable
        )
    }

    private static func realGemini(_ environment: [String: String], _ options: Options) -> ProviderSettings? {
        guard let file = environment[Setting.googleCredentials.variable],
            let project = environment[Setting.googleProject.variable]
        else { return nil }
        let location = environment[Setting.googleLocation.variable] ?? Setting.googleLocation.fallback
        let place = ["project": project, "location": location ?? ""]
        return ProviderSettings(
            kind: .gemini,
            displayName: "Gemini",
            baseURL: ProviderKind.gemini.vendorURL(options: place),
            credential: "file:" + Configuration.absolute(file, from: options.workingFolder),
            options: place
        )
    }

    private static func sandbox(
        _ kind: ProviderKind,
        _ name: String,
        _ url: String,
        _ options: [String: String] = [:]
    ) -> ProviderSettings {
        ProviderSettings(
            kind: kind,
            displayName: name + " (sandbox)",
            baseURL: url,
            credential: "env:" + Setting.sandboxKey.variable,
            options: options,
            sandbox: true
        )
    }
}

extension ProviderKind {
    /// Where the vendor's own API is; nil for kinds that have no one place.
    package func vendorURL(options: [String: String]) -> String? {
        switch self {
        case .openai: "https://api.openai.com/v1"
        case .claude: "https://api.anthropic.com"
        case .gemini: options["location"].map { "https://\($0)-aiplatform.googleapis.com" }
        case .folder, .http: nil
        }
    }
}
