package import Contract
import NIOHTTP1

extension HTTPControlPlane {
    package func say(_ message: ChatMessage) async throws(Problem) -> ChatTurn {
        try await send(try .send(.POST, "/api/chat-ops", message))
    }

    package func confirmChat(_ id: ChatTurnID, planHash: String) async throws(Problem) -> ChatTurn {
        let path = Address.path("api", "chat-ops", id.rawValue, "confirm")
        return try await send(try .send(.POST, path, ["plan_hash": planHash]))
    }

    package func dismissChat(_ id: ChatTurnID) async throws(Problem) -> ChatTurn {
        try await send(.post(Address.path("api", "chat-ops", id.rawValue, "dismiss")))
    }

    package func chatThreads(_ page: PageRequest) async throws(Problem) -> Page<ChatThreadView> {
        try await send(.get(Address.query("/api/chat-ops/threads", page.parameters)))
    }

    package func chatThread(_ id: ChatThreadID) async throws(Problem) -> ChatThread {
        try await send(.get(Address.path("api", "chat-ops", "threads", id.rawValue)))
    }

    /// Out of the thread: the API has no operation for one turn.
    package func chatTurn(_ id: ChatTurnID, in thread: ChatThreadID) async throws(Problem) -> ChatTurn {
        guard let turn = try await chatThread(thread).turns.last(where: { $0.id == id }) else {
            throw Problem(.notFound, as: "chat_turn", "There is no turn \(id, as: "turn") of yours.")
        }
        return turn
    }

    package func chatCommands(in language: ChatLanguage) async throws(Problem) -> Page<ChatCommandHelp> {
        try await send(.get(Address.query("/api/chat-ops/commands", [("locale", language.rawValue)])))
    }
}
