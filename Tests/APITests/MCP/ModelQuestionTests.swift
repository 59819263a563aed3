import API
import AsyncHTTPClient
import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOHTTP1
import Testing

@testable import MCP

@Suite(
    "The Model Context Protocol: a person is asked in the stream of the call (CH-03)",
    .timeLimit(.minutes(1))
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

    @Test func whoSaysNothingGetsTheProposal() async throws {
        var site = ModelSite()
        site.settings = MCPSettings(untilSilence: {})
        try await site.test { [hash] client in
            let answer = try await client.send(
                "tools/call",
                ["name": "install", "arguments": Self.arguments],
                as: Self.session
            )
            #expect(answer.headers[.contentType] == "text/event-stream")
            let message = try Self.message(answer.body)
            #expect(message["result"]?["structuredContent"]?["proposal"]?["plan_hash"]?.string == hash)
        }
        #expect(site.plane.calls == ["say - \(Self.line)"])
    }

    @Test func whoTakesNoStreamGetsTheProposalAtOnce() async throws {
        try await ModelSite().test { [hash] client in
            var plain = Self.session
            plain.headers[.accept] = "application/json"
            let result = try await client.tool("install", Self.arguments, as: plain)
            #expect(result["structuredContent"]?["proposal"]?["plan_hash"]?.string == hash)
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
            _ = try Question(proposed, of: conversation, in: message.id).response()
        }
        #expect(mcp.questions.ask("another", of: conversation.caller) != nil)
    }
}
