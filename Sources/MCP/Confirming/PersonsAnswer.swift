import Contract

/// What a person said to the question whether something is to be done.
enum PersonsAnswer: Equatable, Sendable {
    case yes
    case no

    /// - Parameter result: Of `elicitation/create`; anything that is not clearly a yes is a no.
    init(_ result: JSONValue?) {
        self = result?["action"] == "accept" && result?["content"]?[Self.field] == true ? .yes : .no
    }

    private static let field = "confirm"

    /// The question, as the parameters of `elicitation/create`.
    static func question(_ text: String, _ words: MCPWords) -> JSONValue {
        [
            "mode": "form",
            "message": .string(text + "\n\n" + words.question),
            "requestedSchema": [
                "type": "object",
                "properties": [
                    field: ["type": "boolean", "title": .string(words.questionTitle), "default": false]
                ],
                "required": [.string(field)],
            ],
        ]
    }
}

extension Conversation {
    /// What becomes of a proposal once a person was asked, or for which reason none was.
    func end(
        _ turn: ChatTurn,
        with answer: PersonsAnswer,
        because reason: String? = nil,
        as plane: any ControlPlane
    ) async throws -> RPCResult {
        do {
            switch answer {
            case .yes:
                let hash = turn.proposal?.planHash ?? ""
                return try result(of: try await plane.confirmChat(turn.id, planHash: hash))
            case .no:
                let ended = try await plane.dismissChat(turn.id)
                // Somebody may have confirmed it elsewhere.
                return try result(of: ended, failing: ended.outcome == .dismissed ? reason : nil)
            }
        } catch let problem as Problem where problem.code != .authenticationRequired {
            return failedCall(problem)
        }
    }
}
