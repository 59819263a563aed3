import Contract

/// The tools that are no command themselves.
enum ProposalTool: String, CaseIterable {
    case confirm
    case dismiss

    var arguments: [ToolArgument] {
        switch self {
        case .confirm: [.turn, .planHash]
        case .dismiss: [.turn]
        }
    }
}

extension Conversation {
    /// The tools that the caller's role has.
    func tools(_ request: RPCRequest) async throws -> RPCResult {
        guard try request.cursor() == nil else {
            throw RPCFailure(.invalidParams, "All tools stand on the first page.")
        }
        let commands = try await plane.chatCommands(in: words.language).items
        var tools = commands.map(tool)
        if commands.contains(where: { $0.effect == .change }) { tools += ProposalTool.allCases.map(tool) }
        return RPCResult(["tools": .array(tools)], freshFor: .seconds(300))
    }

    private func tool(_ command: ChatCommandHelp) -> JSONValue {
        let (required, optional) = command.intent.arguments
        let isChange = command.effect == .change
        let description = isChange ? "\(command.summary) \(words.needsConfirmation)" : command.summary
        return [
            "name": .string(command.intent.rawValue),
            "description": .string(description),
            "inputSchema": schema(required: required, optional: optional),
            "outputSchema": Self.turnSchema,
            "annotations": [
                "readOnlyHint": .bool(!isChange),
                "destructiveHint": .bool(command.intent.isDestructive),
                "idempotentHint": .bool(command.intent.isIdempotent),
                "openWorldHint": .bool(isChange),
            ],
        ]
    }

    private func tool(_ tool: ProposalTool) -> JSONValue {
        [
            "name": .string(tool.rawValue),
            "description": .string(tool == .confirm ? words.confirmTool : words.dismissTool),
            "inputSchema": schema(required: tool.arguments, optional: []),
            "outputSchema": Self.turnSchema,
            "annotations": [
                "readOnlyHint": false, "destructiveHint": .bool(tool == .confirm), "idempotentHint": true,
                "openWorldHint": .bool(tool == .confirm),
            ],
        ]
    }

    private func schema(required: [ToolArgument], optional: [ToolArgument]) -> JSONValue {
        let properties = (required + optional).map { argument in
            var schema = argument.schema
            schema["description"] = .string(words.argument(argument))
            return (argument.rawValue, JSONValue.object(schema))
        }
        var members: [String: JSONValue] = ["type": "object", "additionalProperties": false]
        if !properties.isEmpty { members["properties"] = .object(.init(properties) { first, _ in first }) }
        if !required.isEmpty { members["required"] = .array(required.map { .string($0.rawValue) }) }
        return .object(members)
    }

    /// Of what every tool answers: the turn of the chat, with the parts that programs need first.
    private static let turnSchema: JSONValue = [
        "type": "object",
        "properties": [
            "id": ["type": "string"],
            "thread": ["type": "string"],
            "outcome": ["type": "string", "enum": .array(ChatOutcome.allCases.map { .string($0.rawValue) })],
            "canonical": ["type": "string"],
            "reply": ["type": "object", "properties": ["text": ["type": "string"]], "required": ["text"]],
            "proposal": [
                "type": "object",
                "properties": [
                    "plan_hash": ["type": "string"],
                    "expires_at": ["type": "string", "format": "date-time"],
                    "effects": ["type": "array", "items": ["type": "string"]],
                ],
                "required": ["plan_hash", "expires_at", "effects"],
            ],
            "run_id": ["type": "string"],
        ],
        "required": ["id", "thread", "outcome", "reply"],
    ]
}
