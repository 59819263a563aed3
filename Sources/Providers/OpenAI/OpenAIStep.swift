import Domain

/// What was about to be done when a step was recorded.
enum OpenAIStep: Equatable {
    /// `since` is the newest skill's `created_at` before the request, by the provider's clock; `seen` are the
    /// skills of the same name and that very second.
    case create(since: Int, seen: [String])
    /// `after` is the highest version number before the request.
    case createVersion(skill: String, after: Int)
    case flipDefault(skill: String, version: String)
    case deleteVersion(skill: String, version: String)
    case delete(skill: String)

    init?(_ record: StepRecord?) {
        guard let record else { return nil }
        let data = record.data
        switch record.name {
        case "create":
            guard let since = data["since"].flatMap(Int.init) else { return nil }
            self = .create(since: since, seen: (data["seen"] ?? "").split(separator: ",").map(String.init))
        case "create_version":
            guard let skill = data["skill"], let after = data["after"].flatMap(Int.init) else { return nil }
            self = .createVersion(skill: skill, after: after)
        case "flip_default":
            guard let skill = data["skill"], let version = data["version"] else { return nil }
            self = .flipDefault(skill: skill, version: version)
        case "delete_version":
            guard let skill = data["skill"], let version = data["version"] else { return nil }
            self = .deleteVersion(skill: skill, version: version)
        case "delete":
            guard let skill = data["skill"] else { return nil }
            self = .delete(skill: skill)
        default:
            return nil
        }
    }

    var name: String {
        switch self {
        case .create: "create"
        case .createVersion: "create_version"
        case .flipDefault: "flip_default"
        case .deleteVersion: "delete_version"
        case .delete: "delete"
        }
    }

    var data: [String: String] {
        switch self {
        case .create(let since, let seen):
            ["since": String(since), "seen": seen.joined(separator: ",")]
        case .createVersion(let skill, let after):
            ["skill": skill, "after": String(after)]
        case .flipDefault(let skill, let version), .deleteVersion(let skill, let version):
            ["skill": skill, "version": version]
        case .delete(let skill):
            ["skill": skill]
        }
    }
}
