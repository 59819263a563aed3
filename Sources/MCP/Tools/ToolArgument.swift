import Contract

/// The arguments of tools, by the names of the parse format (docs/08-chat-grammar.md).
enum ToolArgument: String, CaseIterable {
    case skills, providers, skill, run, provider, alert, reason, actor, status, state, since, limit, query,
        topic
    /// Of the two tools that end a proposal.
    case turn
    case planHash = "plan_hash"

    /// What may be given, as JSON Schema.
    var schema: [String: JSONValue] {
        let name: JSONValue = ["type": "string", "maxLength": 128]
        switch self {
        case .skills: return ["type": "array", "items": name, "minItems": 1, "maxItems": 50]
        case .providers:
            let list: JSONValue = ["type": "array", "items": name, "minItems": 1, "maxItems": 50]
            return ["anyOf": [list, ["const": "all"]]]
        case .limit: return ["type": "integer", "minimum": 1, "maximum": 200]
        case .status: return Self.choice(RunStatus.allCases)
        case .state: return Self.choice(SkillState.allCases)
        case .topic: return Self.choice(ChatIntent.allCases)
        case .since: return ["type": "string", "format": "date-time"]
        case .reason, .query: return ["type": "string", "maxLength": 500]
        case .skill, .run, .provider, .alert, .actor, .turn, .planHash:
            return ["type": "string", "maxLength": 128]
        }
    }

    private static func choice(_ cases: some Sequence<some RawRepresentable<String>>) -> [String: JSONValue] {
        ["type": "string", "enum": .array(cases.map { .string($0.rawValue) })]
    }
}

extension ChatIntent {
    /// Those that have to be given, and those that may.
    var arguments: (required: [ToolArgument], optional: [ToolArgument]) {
        switch self {
        case .install, .uninstall: ([.skills, .providers], [.reason])
        case .plan, .preflight: ([.skills, .providers], [])
        case .retry, .cancel, .why: ([.run], [])
        case .approve, .refuse: ([.run], [.reason])
        case .rollback: ([], [.skill, .run, .providers, .reason])
        case .acknowledge: ([.alert], [.reason])
        case .pauseProvider, .resumeProvider: ([.provider], [])
        case .status: ([], [.skill, .run])
        case .listRuns: ([], [.status, .provider, .since, .limit])
        case .listSkills: ([], [.query, .provider, .state])
        case .showSkill, .whereInstalled: ([.skill], [])
        case .providersStatus, .alerts: ([], [])
        case .audit: ([], [.actor, .since])
        case .help: ([], [.topic])
        }
    }

    /// Whether what it does may take something away or keep it from happening.
    var isDestructive: Bool {
        switch self {
        case .uninstall, .cancel, .refuse, .rollback, .pauseProvider: true
        case .install, .retry, .approve, .acknowledge, .resumeProvider, .plan, .preflight, .status, .listRuns,
            .listSkills, .showSkill, .whereInstalled, .providersStatus, .alerts, .audit, .why, .help:
            false
        }
    }

    /// Whether doing it twice is doing it once.
    var isIdempotent: Bool {
        switch self {
        case .install, .uninstall, .cancel, .approve, .refuse, .acknowledge, .pauseProvider, .resumeProvider:
            true
        case .retry, .rollback: false
        case .plan, .preflight, .status, .listRuns, .listSkills, .showSkill, .whereInstalled,
            .providersStatus,
            .alerts, .audit, .why, .help:
            true
        }
    }
}
