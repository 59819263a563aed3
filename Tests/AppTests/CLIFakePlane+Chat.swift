import Contract
import Fixtures

/// Chat as the samples have it: lines of the sample thread are answered as there, others are proposals.
extension FakePlane {
    func say(_ message: ChatMessage) async throws(Problem) -> ChatTurn {
        note { $0.said.append(message) }
        if message.text == "let me out" { throw Problem(.authenticationRequired, "gone") }
        if message.text == "stumble" { throw Problem(.unavailable, "The connection failed.") }
        let thread: ChatThread = try chatSample("getChatThread")
        let proposed: ChatTurn = try chatSample("sayChat")
        return thread.turns.first { $0.text == message.text && $0.outcome != .done } ?? proposed
    }

    func confirmChat(_ id: ChatTurnID, planHash: String) async throws(Problem) -> ChatTurn {
        note { $0.confirmed.append("\(id) \(planHash)") }
        return try chatSample("confirmChat")
    }

    func dismissChat(_ id: ChatTurnID) async throws(Problem) -> ChatTurn {
        note { $0.dismissed.append(id) }
        return try chatSample("dismissChat")
    }

    func chatThreads(_ page: PageRequest) async throws(Problem) -> Page<ChatThreadView> {
        try chatSample("listChatThreads")
    }

    func chatThread(_ id: ChatThreadID) async throws(Problem) -> ChatThread {
        try chatSample("getChatThread")
    }

    func chatTurn(_ id: ChatTurnID, in thread: ChatThreadID) async throws(Problem) -> ChatTurn {
        let sample: ChatThread = try chatSample("getChatThread")
        guard let turn = sample.turns.first(where: { $0.id == id }) else {
            throw Problem(.notFound, "no such turn")
        }
        return turn
    }

    func chatCommands(in language: ChatLanguage) async throws(Problem) -> Page<ChatCommandHelp> {
        try chatSample("listChatCommands")
    }

    private func chatSample<Value: Decodable>(_ name: String) throws(Problem) -> Value {
        try refuse()
        do { return try Fixtures.value(name) } catch { throw Problem(.internal, "no sample \(name)") }
    }
}
