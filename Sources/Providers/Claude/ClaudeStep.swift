import Contract
import Domain

/// What was about to be done when a step was recorded.
enum ClaudeStep: Equatable {
    /// `since` is the newest skill's time of creation before the request, by the provider's clock.
    case create(since: Timestamp)
    /// `since` is the newest version's time of creation before the request, `newest` its id.
    case createVersion(skill: String, since: Timestamp, newest: String)
    case deleteVersion(skill: String, version: String)
    case delete(skill: String)

    init?(_ record: StepRecord?) {
        guard let record else { return nil }
        let data = record.data
        switch record.name {
        case "create":
            guard let since = data["since"].flatMap(Timestamp.init) else { return nil }
            self = .create(since: since)
        case "create_version":
            guard let skill = data["skill"], let since = data["since"].flatMap(Timestamp.init) else {
                return nil
            }
            self = .createVersion(skill: skill, since: since, newest: data["newest"] ?? "")
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
        case .deleteVersion: "delete_version"
        case .delete: "delete"
        }
    }

    var data: [String: String] {
        switch self {
        case .create(let since):
            ["since": since.description]
        case .createVersion(let skill, let since, let newest):
            ["skill": skill, "since": since.description, "newest": newest]
        case .deleteVersion(let skill, let version):
            ["skill": skill, "version": version]
        case .delete(let skill):
            ["skill": skill]
        }
    }
}
