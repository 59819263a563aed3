extension ChatCommand: Codable {
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
            .init(
                skills: placement.skills.map(\.text),
                providers: placement.providers,
                reason: placement.reason
            )
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
private struct ChatArguments: Codable {
    var skills: [String]?
    var providers: ChatProviderChoice?
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
    fileprivate init(of subject: ChatSubject, providers: ChatProviderChoice? = nil, reason: String? = nil) {
        self.init(providers: providers, reason: reason)
        switch subject {
        case .skill(let name): skill = name
        case .run(let choice): run = choice.text
        }
    }
}

extension ChatProviderChoice: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let providers = try? container.decode([String].self) {
            self = .listed(providers)
        } else if try container.decode(String.self) == "all" {
            self = .all
        } else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "neither all nor a list")
        }
    }

    /// `"all"` or the list.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .all: try container.encode("all")
        case .listed(let providers): try container.encode(providers)
        }
    }
}

extension ChatCommand {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let intent = try container.decode(ChatIntent.self, forKey: .intent)
        let arguments = try container.decode(ChatArguments.self, forKey: .args)
        guard let command = ChatCommand(intent, arguments) else {
            throw DecodingError.dataCorruptedError(
                forKey: .args,
                in: container,
                debugDescription: "incomplete"
            )
        }
        self = command
    }

    /// - Returns: Nil when an argument is missing that the intent needs.
    private init?(_ intent: ChatIntent, _ arguments: ChatArguments) {
        let reason = arguments.reason
        let run = arguments.run.map { ChatRunChoice($0) }
        let command: ChatCommand? =
            switch intent {
            case .install: arguments.placement.map { .install($0) }
            case .plan: arguments.placement.map { .plan($0) }
            case .preflight: arguments.placement.map { .preflight($0) }
            case .uninstall: arguments.placement.map { .uninstall($0) }
            case .retry: run.map { .retry($0) }
            case .cancel: run.map { .cancel($0) }
            case .why: run.map { .why($0) }
            case .approve: run.map { .approve($0, reason: reason) }
            case .refuse: run.map { .refuse($0, reason: reason) }
            case .rollback:
                arguments.subject.map { .rollback($0, providers: arguments.providers, reason: reason) }
            case .acknowledge: arguments.alert.map { .acknowledge(alert: $0, reason: reason) }
            case .pauseProvider: arguments.provider.map { .pauseProvider($0) }
            case .resumeProvider: arguments.provider.map { .resumeProvider($0) }
            case .status: arguments.subject.map { .status($0) }
            case .listRuns: .listRuns(arguments.runs)
            case .listSkills: .listSkills(arguments.listedSkills)
            case .showSkill: arguments.skill.map { .showSkill($0) }
            case .whereInstalled: arguments.skill.map { .whereInstalled($0) }
            case .providersStatus: .providersStatus
            case .alerts: .alerts
            case .audit: .audit(actor: arguments.actor, since: arguments.since)
            case .help: .help(topic: arguments.topic.flatMap { ChatIntent(rawValue: $0) })
            }
        guard let command else { return nil }
        self = command
    }
}

extension ChatArguments {
    fileprivate var placement: ChatPlacement? {
        guard let skills, let providers else { return nil }
        return ChatPlacement(skills: skills.map { ChatSkillChoice($0) }, providers: providers, reason: reason)
    }

    fileprivate var subject: ChatSubject? {
        skill.map { .skill($0) } ?? run.map { .run(ChatRunChoice($0)) }
    }

    fileprivate var runs: ChatRunFilter {
        ChatRunFilter(status: status, provider: provider, since: since, limit: limit)
    }

    fileprivate var listedSkills: ChatSkillFilter {
        ChatSkillFilter(query: query, provider: provider, state: state)
    }
}
