extension ChatCommand: Encodable {
    private enum CodingKeys: String, CodingKey {
        case intent
        case args
    }

    /// `{"intent", "args"}` as the parse format has them; what is nil is absent.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(intent.rawValue, forKey: .intent)
        try container.encode(arguments, forKey: .args)
    }

    private var arguments: ChatArguments {
        switch self {
        case .install(let placement), .plan(let placement), .preflight(let placement),
            .uninstall(let placement):
            .init(skills: placement.skills.map(\.text), providers: placement.providers)
        case .retry(let run), .cancel(let run), .why(let run): .init(run: run.text)
        case .approve(let run, let reason), .refuse(let run, let reason):
            .init(run: run.text, reason: reason)
        case .rollback(let subject, let providers, let reason):
            .init(of: subject, providers: providers, reason: reason)
        case .acknowledge(let alert, let reason): .init(alert: alert, reason: reason)
        case .pauseProvider(let provider), .resumeProvider(let provider): .init(provider: provider)
        case .status(let subject): .init(of: subject)
        case .listRuns(let filter):
            .init(
                provider: filter.provider,
                status: filter.status,
                since: filter.since,
                limit: filter.limit
            )
        case .listSkills(let filter):
            .init(provider: filter.provider, query: filter.query, state: filter.state)
        case .showSkill(let skill), .whereInstalled(let skill): .init(skill: skill)
        case .providersStatus, .alerts: .init()
        case .audit(let actor, let since): .init(actor: actor, since: since)
        case .help(let topic): .init(topic: topic?.rawValue)
        }
    }
}

/// Every argument a command can have.
private struct ChatArguments: Encodable {
    var skills: [String]?
    var providers: ProviderChoice?
    var skill: String?
    var run: String?
    var provider: String?
    var alert: String?
    var reason: String?
    var actor: String?
    var status: String?
    var since: String?
    var limit: Int?
    var query: String?
    var state: String?
    var topic: String?
}

extension ChatArguments {
    fileprivate init(of subject: ChatSubject, providers: ProviderChoice? = nil, reason: String? = nil) {
        self.init(providers: providers, reason: reason)
        switch subject {
        case .skill(let name): skill = name
        case .run(let choice): run = choice.text
        }
    }
}

extension ProviderChoice: Encodable {
    /// `"all"` or the list.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .all: try container.encode("all")
        case .listed(let providers): try container.encode(providers)
        }
    }
}
