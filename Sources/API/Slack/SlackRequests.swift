import Contract
import FoundationEssentials
import Requests

/// The fields of a form (`application/x-www-form-urlencoded`).
struct SlackForm {
    private let fields: [String: String]

    /// - Throws: ``Problem`` with `malformed_request`.
    init(_ body: [UInt8]) throws(Problem) {
        var fields: [String: String] = [:]
        for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true),
                fields.updateValue(value, forKey: name) == nil
            else { throw Problem(.malformedRequest, "The form cannot be read.") }
        }
        self.fields = fields
    }

    subscript(_ name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// - Throws: ``Problem`` with `malformed_request` where it is missing.
    func required(_ name: String) throws(Problem) -> String {
        guard let value = self[name] else { throw Problem(.malformedRequest, "The form has no \(name).") }
        return value
    }
}

/// Who speaks, and where an answer goes.
struct SlackSpeaker: Sendable {
    let user: SlackSettings.User
    let channel: String
    /// Whoever knows it can write into the conversation.
    let answers: Secret

    /// Of their thread: one in each channel.
    var place: String { "\(user.team ?? "")/\(channel)/\(user.id)" }
}

/// `/skillyard install release-notes on claude`.
struct SlackCommand: Sendable {
    let speaker: SlackSpeaker
    let line: String

    init(_ form: SlackForm) throws(Problem) {
        speaker = SlackSpeaker(
            user: SlackSettings.User(team: form["team_id"], id: try form.required("user_id")),
            channel: form["channel_id"] ?? "",
            answers: Secret(try form.required("response_url"))
        )
        line = form["text"]?.trimmed ?? "help"
    }
}

/// A press of a button below an answer.
struct SlackPress: Sendable {
    enum Button: Equatable, Sendable {
        case confirm(ChatTurnID, planHash: String)
        case dismiss(ChatTurnID)
        case say(String)
    }

    let speaker: SlackSpeaker
    let button: Button

    /// - Throws: ``Problem`` with `malformed_request` when it is no press of a button of ours.
    init(_ form: SlackForm) throws(Problem) {
        let payload: Payload
        do {
            payload = try JSONDecoder().decode(Payload.self, from: Data(try form.required("payload").utf8))
        } catch {
            throw Problem(.malformedRequest, "The payload cannot be read.")
        }
        guard payload.type == "block_actions", let action = payload.actions?.first,
            let button = Button(action.actionID, action.value ?? "")
        else { throw Problem(.malformedRequest, "This is no button of Skillyard.") }
        self.button = button
        speaker = SlackSpeaker(
            user: SlackSettings.User(team: payload.team?.id, id: payload.user.id),
            channel: payload.channel?.id ?? "",
            answers: Secret(payload.responseURL)
        )
    }

    /// What is read of it.
    private struct Payload: Decodable {
        struct Named: Decodable {
            let id: String
        }

        struct Action: Decodable {
            let actionID: String
            let value: String?

            enum CodingKeys: String, CodingKey {
                case actionID = "action_id"
                case value
            }
        }

        let type: String
        let user: Named
        let team: Named?
        let channel: Named?
        let actions: [Action]?
        let responseURL: String

        enum CodingKeys: String, CodingKey {
            case type
            case user
            case team
            case channel
            case actions
            case responseURL = "response_url"
        }
    }
}

extension SlackPress.Button {
    /// As ``SlackMessage`` writes it.
    var id: String {
        switch self {
        case .confirm: "confirm"
        case .dismiss: "dismiss"
        case .say: "say"
        }
    }

    var value: String {
        switch self {
        case .confirm(let turn, let planHash): "\(turn) \(planHash)"
        case .dismiss(let turn): turn.rawValue
        case .say(let line): line
        }
    }

    /// Several buttons of one message that say something are told apart by what comes after a point.
    fileprivate init?(_ id: String, _ value: String) {
        switch id.prefix(while: { $0 != "." }) {
        case "confirm":
            let parts = value.split(separator: " ")
            guard parts.count == 2, Grammar.isUUID(String(parts[0])) else { return nil }
            self = .confirm(ChatTurnID(rawValue: String(parts[0])), planHash: String(parts[1]))
        case "dismiss":
            guard Grammar.isUUID(value) else { return nil }
            self = .dismiss(ChatTurnID(rawValue: value))
        case "say":
            guard !value.isEmpty else { return nil }
            self = .say(value)
        default: return nil
        }
    }
}
