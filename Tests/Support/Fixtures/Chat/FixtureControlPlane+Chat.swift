package import Contract

/// The samples of chat: lines that stand in the sample thread are answered as there, others are proposals.
extension FixtureControlPlane {
    package func say(_ message: ChatMessage) async throws(Problem) -> ChatTurn {
        let thread = message.thread?.rawValue ?? "-"
        let about = message.about.map { " \($0)" } ?? ""
        let offset = message.utcOffset.map { " \($0)" } ?? ""
        let language = message.locale.map { " \($0.rawValue)" } ?? ""
        let proposed: ChatTurn = try answer(
            "sayChat",
            "say \(thread)\(language)\(about)\(offset) \(message.text)"
        )
        let sample: ChatThread = try sample("getChatThread")
        return sample.turns.first { $0.text == message.text && $0.outcome != .done } ?? proposed
    }

    package func confirmChat(_ id: ChatTurnID, planHash: String) async throws(Problem) -> ChatTurn {
        try answer("confirmChat", "confirmChat \(id) \(planHash)")
    }

    package func dismissChat(_ id: ChatTurnID) async throws(Problem) -> ChatTurn {
        try answer("dismissChat", "dismissChat \(id)")
    }

    package func chatThreads(_ page: PageRequest) async throws(Problem) -> Page<ChatThreadView> {
        let threads: Page<ChatThreadView> = try answer("listChatThreads", "chatThreads")
        return isEmpty ? Page(items: [], nextCursor: nil) : threads
    }

    package func chatThread(_ id: ChatThreadID) async throws(Problem) -> ChatThread {
        try answer("getChatThread", "chatThread \(id)")
    }

    package func chatTurn(_ id: ChatTurnID, in thread: ChatThreadID) async throws(Problem) -> ChatTurn {
        let sample: ChatThread = try answer("getChatThread", "chatTurn \(id) \(thread)")
        guard let turn = sample.turns.first(where: { $0.id == id }) else {
            throw Problem(.notFound, "There is no such turn.")
        }
        return turn
    }

    package func chatCommands(in language: ChatLanguage) async throws(Problem) -> Page<ChatCommandHelp> {
        try answer("listChatCommands", "chatCommands \(language.rawValue)")
    }
}
