import Client
import Contract
import Fixtures
import Testing

extension ClientTests {
    func everyChatOperation(_ client: HTTPControlPlane) async throws {
        let id = ChatTurnID(rawValue: TestSite.run)
        let thread = ChatThreadID(rawValue: TestSite.run)
        let message = ChatMessage(
            "설치해줘 & 100%",
            thread: thread,
            locale: .korean,
            about: RunID(rawValue: TestSite.run),
            utcOffset: UTCOffset(seconds: 32_400)
        )
        #expect(try await client.say(message) == Fixtures.value("sayChat"))
        #expect(try await client.confirmChat(id, planHash: "h") == Fixtures.value("confirmChat"))
        #expect(try await client.dismissChat(id) == Fixtures.value("dismissChat"))
        #expect(try await client.chatThreads(.init()) == Fixtures.value("listChatThreads"))
        let sample: ChatThread = try Fixtures.value("getChatThread")
        #expect(try await client.chatThread(thread) == sample)
        let last = try #require(sample.turns.last)
        #expect(try await client.chatTurn(last.id, in: thread) == last)
        let unknown = await #expect(throws: Problem.self) { try await client.chatTurn(id, in: thread) }
        #expect(unknown?.code == .notFound)
        #expect(try await client.chatCommands(in: .korean) == Fixtures.value("listChatCommands"))
    }
}
