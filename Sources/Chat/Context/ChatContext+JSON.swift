extension ChatContext {
    /// The keys of one that are there; each takes the place of the other's.
    struct Replacement: Decodable {
        let now: String?
        let user: String?
        let users: [String]?
        let runStatuses: [String]?
        let providers: [Provider]?
        let skills: [Skill]?
        let runs: [Run]?
        let alerts: [Alert]?
        let about: String?

        private enum CodingKeys: String, CodingKey {
            case now
            case user
            case users
            case runStatuses = "run_statuses"
            case providers
            case skills
            case runs = "user_runs"
            case alerts
            case about
        }
    }

    package init(from decoder: any Decoder) throws {
        self = ChatContext().replaced(by: try Replacement(from: decoder))
    }

    func replaced(by other: Replacement) -> ChatContext {
        var context = self
        context.now = other.now ?? now
        context.user = other.user ?? user
        context.users = other.users ?? users
        context.runStatuses = other.runStatuses ?? runStatuses
        context.providers = other.providers ?? providers
        context.skills = other.skills ?? skills
        context.runs = other.runs ?? runs
        context.alerts = other.alerts ?? alerts
        context.about = other.about ?? about
        return context
    }
}

extension ChatContext.Skill {
    private enum CodingKeys: String, CodingKey {
        case name
        case versions
        case latest
        case tags
        case state
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        versions = try values.decodeIfPresent([VersionName].self, forKey: .versions)?.map(\.text) ?? []
        latest = try values.decodeIfPresent(VersionName.self, forKey: .latest)?.text
        tags = try values.decodeIfPresent([String].self, forKey: .tags) ?? []
        state = try values.decodeIfPresent(String.self, forKey: .state)
    }
}

/// The product counts versions; others may name them.
private struct VersionName: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            text = String(number)
        } else {
            text = try container.decode(String.self)
        }
    }
}

extension ChatContext.Run {
    private enum CodingKeys: String, CodingKey {
        case id
        case short
        case status
        case action
        case skill
        case age = "age_min"
        case by
    }
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        short = try values.decodeIfPresent(String.self, forKey: .short)
        status = try values.decodeIfPresent(String.self, forKey: .status) ?? ""
        action = try values.decodeIfPresent(String.self, forKey: .action)
        skill = try values.decodeIfPresent(String.self, forKey: .skill)
        age = try values.decodeIfPresent(Double.self, forKey: .age) ?? 0
        by = try values.decodeIfPresent(String.self, forKey: .by)
    }
}
