package import Contract

/// The rules a kind of provider has beyond the specification.
package enum ProviderProfile: Hashable, Sendable {
    case openai
    case claude
    case gemini
    case http
    case folder(FolderClient)

    /// - Parameters:
    ///   - kind: Of the provider.
    ///   - options: Its settings; `client` says which agent reads a folder.
    package init(kind: ProviderKind, options: [String: String]) {
        switch kind {
        case .openai: self = .openai
        case .claude: self = .claude
        case .gemini: self = .gemini
        case .http: self = .http
        case .folder: self = .folder(options["client"].flatMap(FolderClient.init) ?? .generic)
        }
    }

    package static let all: [ProviderProfile] =
        [.openai, .claude, .gemini] + FolderClient.allCases.map(Self.folder) + [.http]

    package var name: String {
        switch self {
        case .openai: "openai"
        case .claude: "claude"
        case .gemini: "gemini"
        case .http: "http"
        case .folder(let client): client.rawValue
        }
    }

    /// What the provider would find fault with in a skill that the specification has no objection to.
    func findings(on skill: InspectedSkill) -> [Finding] {
        switch self {
        case .openai: OpenAIRules.findings(on: skill)
        case .claude: ClaudeRules.findings(on: skill)
        case .gemini: GeminiRules.findings(on: skill)
        case .folder(.codex): FolderRules.codex(skill)
        case .folder(.geminiCLI): FolderRules.geminiCLI(skill)
        case .folder(.claudeCode), .folder(.cursor), .folder(.copilot), .folder(.generic), .http: []
        }
    }
}

/// Every rule of every profile; `docs/validation.md` names the source of each.
package enum ProfileRule: String, CaseIterable, Sendable {
    case openAIManifestCount = "openai.skill_md_count"
    case openAIFileCount = "openai.file_count"
    case openAIFileSize = "openai.file_size"
    case openAIArchiveSize = "openai.archive_size"
    case claudeNameReserved = "claude.name_reserved"
    case claudeDescriptionTag = "claude.description_xml"
    case claudeTotalSize = "claude.total_size"
    case geminiNameLength = "gemini.name_length"
    case geminiNameStart = "gemini.name_start"
    case geminiNameReserved = "gemini.name_reserved"
    case geminiDepth = "gemini.depth"
    case geminiRatio = "gemini.ratio"
    case codexByteOrderMark = "codex.bom"
    case codexShortDescription = "codex.short_description"
    case codexNestedSkill = "codex.nested_skill"
    case geminiCLIByteOrderMark = "gemini-cli.bom"

    package var level: Finding.Level {
        self == .codexNestedSkill ? .warning : .error
    }
}

extension Finding {
    init(_ rule: ProfileRule, path: String? = nil, _ message: Phrase, fix: Phrase) {
        self.init(rule.level, rule.rawValue, path: path, message, fix: fix)
    }
}
