import Domain

/// What was about to be done, or was being waited for, when a step was recorded.
enum GeminiStep: Equatable {
    enum Verb: String {
        case create
        case update
        case delete
    }

    /// A request is about to be sent; whether it was is seen by looking at the skill.
    case send(Verb, skill: String)
    /// The provider works on it under this name.
    case poll(Verb, skill: String, operation: String)
    /// The skill is in a state of change that is not known to be ours.
    case settle(skill: String)
    /// The operation failed: the next try begins anew.
    case failed(skill: String)

    init?(_ record: StepRecord?) {
        guard let record, let skill = record.data["skill"] else { return nil }
        switch record.name {
        case "settle":
            self = .settle(skill: skill)
        case "operation_failed":
            self = .failed(skill: skill)
        case let name where name.hasPrefix("poll_"):
            guard let verb = Verb(rawValue: String(name.dropFirst(5))),
                let operation = record.data["operation"]
            else { return nil }
            self = .poll(verb, skill: skill, operation: operation)
        default:
            guard let verb = Verb(rawValue: record.name) else { return nil }
            self = .send(verb, skill: skill)
        }
    }

    var name: String {
        switch self {
        case .send(let verb, _): verb.rawValue
        case .poll(let verb, _, _): "poll_\(verb.rawValue)"
        case .settle: "settle"
        case .failed: "operation_failed"
        }
    }

    var data: [String: String] {
        switch self {
        case .send(_, let skill), .settle(let skill), .failed(let skill): ["skill": skill]
        case .poll(_, let skill, let operation): ["skill": skill, "operation": operation]
        }
    }
}
