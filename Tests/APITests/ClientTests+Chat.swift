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
            about: RunID(rawValue: TestSite.run)
        )
        #expect(try await client.say(message) == Fixtures.value("sayChat"))
        #expect(try await client.confirmChat(id, planHash: "h") == Fixtures.value("confirmChat"))
        #expect(try await client.dismissChat(id) == Fixtures.value("dismissChat"))
        #expect(try await client.chatThreads(.init()) == Fixtures.value("listChatThreads"))
        #expect(try await client.chatThread(thread) == Fixtures.value("getChatThread"))
        #expect(try await client.chatCommands(in: .korean) == Fixtures.value("listChatCommands"))
    }
}
