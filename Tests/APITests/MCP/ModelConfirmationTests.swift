import API
import AsyncHTTPClient
import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOHTTP1
import Requests
import Testing

@testable import MCP

@Suite(
    "The Model Context Protocol: nothing changes before somebody confirmed it (CH-03)",
    .timeLimit(.minutes(1))
)
struct ModelConfirmationTests {
    private static let arguments: JSONValue = [
        "skills": ["release-notes"], "providers": ["claude", "openai", "codex-home"],
    ]
    private static let line = "/install release-notes on claude, openai, codex-home"

    private let proposed: ChatTurn
    private let hash: String

    init() throws {
        proposed = try Fixtures.value("sayChat")
        hash = try #require(proposed.proposal?.planHash)
    }

    /// As long as its proposal waits, the thread has it.
    private func site(thread turns: [ChatTurn]? = nil) throws -> ModelSite {
        let site = ModelSite()
        try site.plane.answer(
            "getChatThread",
            with: ChatThread(id: proposed.thread, turns: turns ?? [proposed])
        )
        return site
    }

    // MARK: Two calls

    @Test func withoutFormsTheAnswerSaysHowToConfirm() async throws {
        let site = try site()
        try await site.test { [proposed, hash] client in
            let result = try await client.tool("install", Self.arguments)
            #expect(result["isError"] == false && result["resultType"] == "complete")
            #expect(result["structuredContent"]?["proposal"]?["plan_hash"]?.string == hash)
            #expect(result.text.hasPrefix(proposed.reply.text))
            #expect(result.text.contains(proposed.proposal?.effects.first ?? "?"))
            #expect(result.text.contains(#""turn": "\#(proposed.id)", "plan_hash": "\#(hash)""#))
            #expect(site.plane.calls == ["say - \(Self.line)"])
            let done = try await client.tool(
                "confirm",
                ["turn": .string(proposed.id.rawValue), "plan_hash": .string(hash)]
            )
            let run = try #require(done["structuredContent"]?["run_id"]?.string)
            #expect(done["content"]?.list.last?["uri"]?.string == "skillyard://runs/\(run)")
            _ = try await client.tool("dismiss", ["turn": .string(proposed.id.rawValue)])
        }
        let calls = ["confirmChat \(proposed.id) \(hash)", "dismissChat \(proposed.id)"]
        #expect(Array(site.plane.calls.dropFirst()) == calls)
    }

    @Test func whoAsksForAddressesOnlyIsNotShownAForm() {
        #expect(Exchange.elicits(["elicitation": [:]]) && Exchange.elicits(["elicitation": ["form": [:]]]))
        #expect(
            !Exchange.elicits(["elicitation": ["url": [:]]]) && !Exchange.elicits([:])
                && !Exchange.elicits(nil)
        )
    }

    // MARK: Round trips

    private func goOn(
        _ client: any TestClientProtocol,
        _ response: JSONValue?,
        state: String? = nil,
        arguments: JSONValue = Self.arguments
    ) async throws -> TestResponse {
        var params: [String: JSONValue] = [
            "name": "install", "arguments": arguments,
            "requestState": .string(state ?? ConfirmationState(proposed).text),
        ]
        params["inputResponses"] = response.map { ["confirm": $0] }
        return try await client.send("tools/call", params, as: .withForms)
    }

    @Test func withFormsThePersonIsAskedAndTheCallComesAgain() async throws {
        let site = try site()
        try await site.test { [proposed, hash] client in
            let result = try await client.tool("install", Self.arguments, as: .withForms)
            #expect(result["resultType"] == "input_required" && result["ttlMs"] == nil)
            let question = result["inputRequests"]?["confirm"]
            #expect(question?["method"] == "elicitation/create" && question?["params"]?["mode"] == "form")
            #expect(question?["params"]?["message"]?.string?.hasPrefix(proposed.reply.text) == true)
            #expect(question?["params"]?["requestedSchema"]?["properties"]?["confirm"]?["type"] == "boolean")
            let state = try #require(result["requestState"]?.string)
            #expect(site.plane.calls == ["say - \(Self.line)"])
            let answer = try await goOn(
                client,
                ["action": "accept", "content": ["confirm": true]],
                state: state
            )
            #expect(try answer.message()["result"]?["structuredContent"]?["outcome"] == "done")
            #expect(site.plane.calls.last == "confirmChat \(proposed.id) \(hash)")
        }
    }

    @Test(
        arguments: [
            ["action": "accept", "content": ["confirm": false]], ["action": "decline"], ["action": "cancel"],
            ["action": "accept"], ["action": "accept", "content": ["confirm": "true"]], "yes",
        ] as [JSONValue]
    )
    func whatIsNoClearYesIsANo(_ response: JSONValue) async throws {
        let site = try site()
        try await site.test { client in
            let answer = try await goOn(client, response)
            #expect(try answer.message()["result"]?["structuredContent"]?["outcome"] == "dismissed")
        }
        #expect(site.plane.calls.last == "dismissChat \(proposed.id)")
        #expect(!site.plane.calls.contains { $0.hasPrefix("confirmChat") })
    }

    @Test func withoutAnAnswerItIsAskedAgain() async throws {
        let site = try site()
        try await site.test { client in
            let answer = try await goOn(client, nil)
            #expect(try answer.message()["result"]?["resultType"] == "input_required")
        }
        #expect(site.plane.calls == ["chatTurn \(proposed.id) \(proposed.thread)"])
    }

    /// The state passes through the client, so it is believed nothing.
    @Test func aStateThatBelongsToNoSuchCallIsRefused() async throws {
        let site = try site()
        let yes: JSONValue = ["action": "accept", "content": ["confirm": true]]
        let another = "\(proposed.thread).\(TestSite.run)"
        try await site.test { client in
            for state in ["", "x", "a.b", another, "\(ConfirmationState(proposed).text).x"] {
                let answer = try await goOn(client, yes, state: state)
                #expect(try answer.failure() == -32602, "\(state)")
            }
            let other: JSONValue = ["skills": ["sql-review"], "providers": "all"]
            let answer = try await goOn(client, yes, arguments: other)
            #expect(try answer.failure() == -32602)
            site.plane.refuse("chatTurn", with: try Fixtures.problem(.notFound))
            let strangers = try await goOn(client, yes)
            #expect(try strangers.failure() == -32602)
        }
        #expect(!site.plane.calls.contains { $0.hasPrefix("confirmChat") })
    }

    @Test func whatIsOverIsAnsweredAsItIs() async throws {
        let done: ChatTurn = try Fixtures.value("confirmChat")
        let site = try site(thread: [done])
        try await site.test { client in
            let answer = try await goOn(client, ["action": "accept", "content": ["confirm": true]])
            #expect(try answer.message()["result"]?["structuredContent"]?["outcome"] == "done")
        }
        #expect(site.plane.calls == ["chatTurn \(proposed.id) \(proposed.thread)"])
    }

    // MARK: In the stream of the answer

    private static let session = ModelClient(
        revision: .november2025,
        session: "019abcde-f012-7a3b-8c4d-5e6f708192a3.form"
    )

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
        let data = try #require(lines.first { $0.hasPrefix("data: ") })
        return try JSONValue(reading: Array(data.dropFirst(6).utf8))
    }

    @Test(
        arguments: [("accept", "done", 202), ("decline", "dismissed", 202)] as [(JSONValue, JSONValue, UInt)]
    )
    func aSessionIsAskedInTheStreamOfTheCall(_ action: JSONValue, _ outcome: JSONValue, _ status: UInt)
        async throws
    {
        let site = try site()
        try await LiveSite.serving(try site.router()) { live in
            let call = try Self.session.message(
                "tools/call",
                ["name": "install", "arguments": Self.arguments]
            )
            let answer = try await post(live, call, Self.session)
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
        var site = try site()
        site.settings = MCPSettings(untilSilence: {})
        try await site.test { [hash] client in
            let answer = try await client.send(
                "tools/call",
                ["name": "install", "arguments": Self.arguments],
                as: Self.session
            )
            #expect(answer.headers[.contentType] == "text/event-stream")
            let last = String(buffer: answer.body).split(separator: "\n").last { $0.hasPrefix("data: ") }
            let message = try JSONValue(reading: Array(try #require(last).dropFirst(6).utf8))
            #expect(message["result"]?["structuredContent"]?["proposal"]?["plan_hash"]?.string == hash)
        }
        #expect(site.plane.calls == ["say - \(Self.line)"])
    }

    @Test func whoTakesNoStreamGetsTheProposalAtOnce() async throws {
        let site = try site()
        try await site.test { [hash] client in
            var plain = Self.session
            plain.headers[.accept] = "application/json"
            let result = try await client.tool("install", Self.arguments, as: plain)
            #expect(result["structuredContent"]?["proposal"]?["plan_hash"]?.string == hash)
        }
    }
}
