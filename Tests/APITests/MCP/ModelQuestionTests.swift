import API
import AsyncHTTPClient
import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOHTTP1
import Requests
import Testing

@testable import MCP

@Suite(
    "The Model Context Protocol: a person is asked in the stream of the call (CH-03)",
    .timeLimit(.minutes(5))
)
struct ModelQuestionTests {
    private static let arguments: JSONValue = [
        "skills": ["release-notes"], "providers": ["claude", "openai", "codex-home"],
    ]
    private static let line = "/install release-notes on claude, openai, codex-home"
    private static let session = ModelClient(
        revision: .november2025,
        session: "019abcde-f012-7a3b-8c4d-5e6f708192a3.form"
    )

    private let proposed: ChatTurn
    private let hash: String

    init() throws {
        proposed = try Fixtures.value("sayChat")
        hash = try #require(proposed.proposal?.planHash)
    }

    private func post(_ live: LiveSite, _ body: String, _ client: ModelClient) async throws
        -> HTTPClientResponse
    {
        var request = HTTPClientRequest(url: live.baseURL + MCPSite.path)
        request.method = .POST
        request.headers = [
            "authorization": "Bearer \(FixtureFrontDoor.token)", "content-type": "application/json",
        ]
        for field in client.fields("tools/call", [:]) {
            request.headers.add(name: field.name.rawName, value: field.value)
        }
        request.body = .bytes(ByteBuffer(string: body))
        return try await live.httpClient.execute(request, deadline: .now() + .seconds(30))
    }

    private static func message(_ event: ByteBuffer?) throws -> JSONValue {
        let lines = String(buffer: try #require(event)).split(separator: "\n")
        let data = try #require(lines.last { $0.hasPrefix("data: ") })
        return try JSONValue(reading: Array(data.dropFirst(6).utf8))
    }

    private static func call() throws -> String {
        try session.message("tools/call", ["name": "install", "arguments": arguments])
    }

    @Test(
        arguments: [("accept", "done", 202), ("decline", "dismissed", 202)] as [(JSONValue, JSONValue, UInt)]
    )
    func aSessionIsAskedInTheStreamOfTheCall(_ action: JSONValue, _ outcome: JSONValue, _ status: UInt)
        async throws
    {
        try await LiveSite.serving(try ModelSite().router()) { live in
            let answer = try await post(live, try Self.call(), Self.session)
            #expect(answer.headers.first(name: "content-type") == "text/event-stream")
            var events = answer.body.makeAsyncIterator()
            let question = try Self.message(try await events.next())
            #expect(question["method"] == "elicitation/create")
            let id = try #require(question["id"])
            let response: JSONValue = ["action": action, "content": ["confirm": true]]
            let body = try JSON.text(["jsonrpc": "2.0", "id": id, "result": response] as JSONValue)
            // Somebody else's answer does not count.
            var stranger = Self.session
            stranger.session = "\(TestSite.run.dropLast())4.form"
            #expect(try await post(live, body, stranger).status.code == 400)
            #expect(try await post(live, body, Self.session).status.code == status)
            let result = try Self.message(try await events.next())
            #expect(result["id"] == 1 && result["result"]?["structuredContent"]?["outcome"] == outcome)
            #expect(try await events.next() == nil)
            #expect(try await post(live, body, Self.session).status.code == 400, "only once")
        }
    }

    private static func givingUp(_ call: Int) -> String {
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":\#(call)}}"#
    }

    @Test func aCallThatIsGivenUpIsANo() async throws {
        try await LiveSite.serving(try ModelSite().router()) { live in
            let answer = try await post(live, try Self.call(), Self.session)
            var events = answer.body.makeAsyncIterator()
            _ = try Self.message(try await events.next())
            #expect(try await post(live, Self.givingUp(1), Self.session).status.code == 202)
            let result = try Self.message(try await events.next())
            #expect(result["id"] == 1 && result["result"]?["structuredContent"]?["outcome"] == "dismissed")
        }
    }

    @Test func nobodyGivesUpTheCallOfAnotherSession() async throws {
        try await LiveSite.serving(try ModelSite().router()) { live in
            let answer = try await post(live, try Self.call(), Self.session)
            var events = answer.body.makeAsyncIterator()
            let question = try Self.message(try await events.next())
            var stranger = Self.session
            stranger.session = "\(TestSite.run.dropLast())4.form"
            #expect(try await post(live, Self.givingUp(1), stranger).status.code == 202)
            #expect(try await post(live, Self.givingUp(2), Self.session).status.code == 202, "another call")
            let response: JSONValue = ["action": "accept", "content": ["confirm": true]]
            let id = try #require(question["id"])
            let body = try JSON.text(["jsonrpc": "2.0", "id": id, "result": response] as JSONValue)
            #expect(try await post(live, body, Self.session).status.code == 202)
            let result = try Self.message(try await events.next())
            #expect(result["result"]?["structuredContent"]?["outcome"] == "done")
        }
    }

    // MARK: Without an answer

    /// What the call comes to, in a stream or not: withdrawn, and nothing that a model could confirm by itself.
    private func expectWithdrawn(
        _ site: ModelSite,
        _ mcp: MCPSite? = nil,
        as client: ModelClient = Self.session,
        type: String = "text/event-stream",
        saying reason: String
    ) async throws {
        try await site.test(mcp) { [hash] test in
            let answer = try await test.post(try Self.call(), headers: client.fields("tools/call", [:]))
            #expect(answer.headers[.contentType] == type)
            let isStream = type == "text/event-stream"
            let message = try isStream ? Self.message(answer.body) : answer.message()
            let result = try #require(message["result"])
            #expect(message["id"] == 1 && result["isError"] == true)
            #expect(result["structuredContent"]?["outcome"] == "dismissed")
            #expect(result.text.hasPrefix(reason) && !result.text.contains(hash))
        }
        #expect(site.plane.calls == ["say - \(Self.line)", "dismissChat \(proposed.id)"])
    }

    @Test func whatNobodySaysAnythingToIsWithdrawn() async throws {
        var site = ModelSite()
        site.settings = MCPSettings(untilSilence: {})
        try await expectWithdrawn(site, saying: "A person was asked")
    }

    @Test func whatNobodyCanBeAskedIsWithdrawn() async throws {
        var plain = Self.session
        plain.headers[.accept] = "application/json"
        try await expectWithdrawn(
            ModelSite(),
            as: plain,
            type: "application/json",
            saying: "A person has to be asked"
        )
        var full = ModelSite()
        full.settings = MCPSettings(streams: StreamRoom(perCaller: 0))
        try await expectWithdrawn(full, type: "application/json", saying: "A person has to be asked")
    }

    @Test func whatTheNodeHasNoRoomToAskIsWithdrawn() async throws {
        let site = ModelSite()
        let mcp = site.mcp()
        let others = CallerKey("another token", nil)
        for number in 0..<1000 { _ = mcp.questions.ask("\(number)", of: others, in: 1) }
        #expect(mcp.questions.ask("one more", of: others, in: 1) == nil)
        try await expectWithdrawn(site, mcp, saying: "A person has to be asked")
    }

    @Test func whatCannotBeWithdrawnIsNotHandedOutEither() async throws {
        var site = ModelSite()
        site.settings = MCPSettings(untilSilence: {})
        site.plane.refuse("dismissChat", with: try Fixtures.problem(.unavailable))
        try await site.test { [hash] client in
            let answer = try await client.post(
                try Self.call(),
                headers: Self.session.fields("tools/call", [:])
            )
            let result = try Self.message(answer.body)["result"]
            #expect(result?["isError"] == true && result?.text.hasPrefix("unavailable") == true)
            #expect(!String(buffer: answer.body).contains(hash))
        }
    }

    /// To a client that is gone before the head is written, no body is.
    @Test func aQuestionThatIsNeverWrittenTakesNoRoom() async throws {
        let site = ModelSite()
        let mcp = site.mcp()
        let head = HTTPRequest(
            method: .post,
            scheme: nil,
            authority: nil,
            path: MCPSite.path,
            headerFields: Self.session.fields("tools/call", [:])
        )
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        let visit = Visit(site: mcp, request: request, requestID: "r", standing: nil)
        let message = RPCRequest(id: 1, method: "tools/call", params: [:])
        let exchange = try Exchange(message, request.headers)
        let conversation = Conversation(visit, site.plane, exchange, nil)
        for _ in 0..<1001 {
            _ = try await Question(proposed, of: conversation, in: message.id).response()
        }
        #expect(mcp.questions.ask("another", of: conversation.caller, in: 1) != nil)
    }
}
