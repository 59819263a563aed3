import API
import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import MCP

@Suite(
    "The Model Context Protocol: nothing changes before somebody confirmed it (CH-03)",
    .timeLimit(.minutes(5))
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
}
