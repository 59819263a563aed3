import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import MCP

@Suite("The Model Context Protocol: tools", .timeLimit(.minutes(5)))
struct ModelToolTests {
    static let thread = ChatThreadID(rawValue: "019abcf0-0000-7a3b-8c4d-5e6f70819d00")

    static func turn(_ command: ChatCommand?, _ outcome: ChatOutcome, saying text: String) -> ChatTurn {
        ChatTurn(
            id: ChatTurnID(rawValue: "019abcf0-0001-7a3b-8c4d-5e6f70819d01"),
            thread: thread,
            text: "/alerts",
            saidAt: TestSite.now,
            locale: .english,
            outcome: outcome,
            command: command,
            canonical: nil,
            reply: ChatReply(text)
        )
    }

    @Test func toolsAreTheCommandsThatTheCallerMayGive() async throws {
        let site = ModelSite()
        try await site.test { client in
            let result = try await client.result("tools/list")
            let tools = try #require(result["tools"]).list
            let commands: Page<ChatCommandHelp> = try Fixtures.value("listChatCommands")
            let names = tools.compactMap { $0["name"]?.string }
            #expect(names == commands.items.map(\.intent.rawValue) + ["confirm", "dismiss"])
            #expect(result["cacheScope"] == "private")
            for (tool, command) in zip(tools, commands.items) {
                #expect(tool["annotations"]?["readOnlyHint"] == .bool(command.effect == .read))
                #expect(tool["description"]?.string?.hasPrefix(command.summary) == true)
                #expect(tool["inputSchema"]?["additionalProperties"] == false)
                #expect(tool["outputSchema"]?["required"] == ["id", "thread", "outcome", "reply"])
            }
            let install = try #require(tools.first { $0["name"] == "install" })
            #expect(install["inputSchema"]?["required"] == ["skills", "providers"])
            #expect(try await client.failure("tools/list", ["cursor": "x"]) == -32602)
        }
        #expect(site.plane.calls == ["chatCommands en"])
    }

    @Test func whoMayChangeNothingHasNothingToConfirm() async throws {
        let site = ModelSite()
        let all: Page<ChatCommandHelp> = try Fixtures.value("listChatCommands")
        let reads = Page(items: all.items.filter { $0.effect == .read }, nextCursor: nil)
        try site.plane.answer("listChatCommands", with: reads)
        try await site.test { client in
            let tools = try await client.result("tools/list")["tools"]?.list ?? []
            #expect(tools.compactMap { $0["name"]?.string } == reads.items.map(\.intent.rawValue))
        }
    }

    @Test func toolsAreExplainedInTheLanguageThatIsAskedFor() async throws {
        let site = ModelSite()
        try await site.test { client in
            let client2 = ModelClient(headers: [.acceptLanguage: "de, ko-KR;q=0.9, en;q=0.5"])
            let tools = try await client.result("tools/list", as: client2)["tools"]?.list ?? []
            let install = tools.first { $0["name"] == "install" }
            #expect(install?["description"]?.string?.hasSuffix("사람이 확인하기 전에는 아무것도 바뀌지 않습니다.") == true)
            let body = try ModelClient.stateless.message("tools/list")
            let fields = ModelClient.stateless.fields("tools/list", [:])
            _ = try await client.ask(.post, "/mcp?lang=ko", body: body, headers: fields)
            _ = try await client.ask(.post, "/mcp?lang=de", body: body, headers: fields).problem(
                .validationFailed
            )
        }
        #expect(site.plane.calls == ["chatCommands ko", "chatCommands ko"])
    }

    /// The lines of docs/08-chat-grammar.md: a tool says what a person would.
    @Test(
        arguments: [
            ("list_skills", [:], "/list_skills"),
            (
                "list_skills", ["query": "release  notes", "state": "active"],
                "/list_skills state active query release notes"
            ),
            ("show_skill", ["skill": "sql-review"], "/show_skill sql-review"),
            ("status", ["run": "last"], "/status run last"), ("status", ["skill": "a"], "/status skill a"),
            ("where", ["skill": "sql-review"], "/where sql-review"),
            ("list_runs", ["status": "failed", "limit": 5], "/list_runs status failed limit 5"),
            ("providers_status", [:], "/providers_status"), ("alerts", [:], "/alerts"),
            (
                "audit", ["actor": "mina", "since": "2026-11-25T00:00:00Z"],
                "/audit by mina since 2026-11-25T00:00:00Z"
            ),
            ("why", ["run": "c90d11"], "/why c90d11"), ("help", ["topic": "install"], "/help install"),
            ("plan", ["skills": ["a@2", "tag:x"], "providers": "all"], "/plan a@2, tag:x on all"),
            ("preflight", ["skills": ["a"], "providers": ["b", "c"]], "/preflight a on b, c"),
            (
                "install", ["skills": ["a"], "providers": ["b"], "reason": "x\ny on z"],
                "/install a on b because x y on z"
            ),
            ("rollback", ["skill": "a", "providers": ["b"]], "/rollback skill a on b"),
            ("approve", ["run": "last", "reason": "ok"], "/approve last because ok"),
            ("ack_alert", ["alert": "0012"], "/ack_alert 0012"),
            ("pause_provider", ["provider": "b"], "/pause_provider b"),
        ] as [(String, JSONValue, String)]
    )
    func aToolSaysItsCanonicalLine(_ name: String, _ arguments: JSONValue, _ line: String) async throws {
        let site = ModelSite()
        try await site.test { client in _ = try await client.tool(name, arguments) }
        #expect(site.plane.calls.first == "say - \(line)")
    }

    @Test(
        arguments: [
            ("show_skill", [:]), ("show_skill", ["skill": "A b"]), ("show_skill", ["skill": 7]),
            ("show_skill", ["skill": "a", "more": 1]), ("status", [:]),
            ("status", ["skill": "a", "run": "last"]),
            ("list_runs", ["limit": 0]), ("list_runs", ["status": "odd"]),
            ("list_runs", ["since": "yesterday"]),
            ("audit", ["actor": "a\u{7}b"]), ("install", ["skills": [], "providers": "all"]),
            ("install", ["skills": ["a"], "providers": "some"]),
            ("install", ["skills": ["a on b because c"], "providers": ["d"]]),
            ("install", ["skills": ["a@x"], "providers": ["d"]]),
            ("install", ["skills": ["tag:a, b"], "providers": ["d"]]),
            ("install", ["skills": ["a"], "providers": ["d, e"]]), ("retry", ["run": "the last one"]),
            ("confirm", ["turn": "019abcf0-0001-7a3b-8c4d-5e6f70819d01"]), ("dismiss", [:]),
        ] as [(String, JSONValue)]
    )
    func badArgumentsAreToldToTheModelAndNothingIsSaid(_ name: String, _ arguments: JSONValue) async throws {
        let site = ModelSite()
        try await site.test { client in
            let result = try await client.tool(name, arguments)
            #expect(result["isError"] == true && result.text.contains("nothing was done.\n- "), "\(result)")
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test func anAnswerIsTextForTheModelAndATurnForPrograms() async throws {
        let site = ModelSite()
        let answered = Self.turn(.alerts, .answered, saying: "Nothing is wrong.")
        try site.plane.answer("sayChat", with: answered)
        try await site.test { client in
            let result = try await client.tool("alerts")
            #expect(result.text == "Nothing is wrong." && result["isError"] == false)
            #expect(try result["structuredContent"] == JSONValue(encoding: answered))
            let old = try await client.tool("alerts", as: ModelClient(revision: .june2025))
            #expect(old.text == "Nothing is wrong." && old["resultType"] == nil)
        }
    }

    @Test(arguments: [ChatOutcome.asked, .notUnderstood, .refused])
    func whatIsNotAnsweredIsAnError(_ outcome: ChatOutcome) async throws {
        let site = ModelSite()
        try site.plane.answer("sayChat", with: Self.turn(nil, outcome, saying: "Which one?"))
        try await site.test { client in
            let result = try await client.tool("alerts")
            #expect(result.text == "Which one?" && result["isError"] == true)
        }
    }

    @Test func whatThePlaneRefusesNamesTheCodeAndTheNextStep() async throws {
        let site = ModelSite()
        site.plane.refuse("say", with: try Fixtures.problem(.validationFailed))
        try await site.test { client in
            let result = try await client.tool("alerts")
            let code = ProblemCode.validationFailed
            #expect(result["isError"] == true && result.text.hasPrefix("validation_failed: "))
            #expect(result.text.hasSuffix(code.nextStep))
            #expect(try await client.failure("tools/call", ["name": "rm"]) == -32602)
            #expect(try await client.failure("tools/call", ["arguments": [:]]) == -32602)
        }
    }

    /// A line that was read as something else than was meant is taken back.
    @Test func anotherCommandThanWasMeantIsNeverProposed() async throws {
        let site = ModelSite()
        try await site.test { client in
            let arguments: JSONValue = ["skills": ["sql-review"], "providers": ["claude"]]
            let result = try await client.tool("install", arguments, as: .withForms)
            #expect(result["isError"] == true && result.text.contains("nothing was done"))
        }
        let proposed: ChatTurn = try Fixtures.value("sayChat")
        #expect(site.plane.calls.last == "dismissChat \(proposed.id)")
    }

    /// A name that chat does not know is passed over there: everybody's entries are no answer to a question about one.
    @Test(
        arguments: [
            (["actor": "worker"], ChatCommand.audit(actor: nil, since: nil), false),
            (["actor": "worker"], .audit(actor: "mina", since: nil), false),
            (["since": "2026-11-25T00:00:00Z"], .audit(actor: nil, since: nil), false),
            (["since": "2026-11-25T00:00:00Z"], .audit(actor: nil, since: "2026-11-26T00:00:00Z"), false),
            (
                ["actor": "Mina", "since": "2026-11-25T00:00:00Z"],
                .audit(actor: "mina", since: "2026-11-25T00:00:00Z"), true
            ),
        ] as [(JSONValue, ChatCommand, Bool)]
    )
    func whatIsAskedAboutOneIsAnsweredAboutThatOne(
        _ arguments: JSONValue,
        _ heard: ChatCommand,
        _ isMeant: Bool
    ) async throws {
        let site = ModelSite()
        try site.plane.answer("sayChat", with: Self.turn(heard, .answered, saying: "Entries."))
        try await site.test { client in
            let result = try await client.tool("audit", arguments)
            #expect(result["isError"] == .bool(!isMeant))
            #expect((result.text == "Entries.") == isMeant)
        }
    }

    @Test func oneClientsLinesStandInOneThread() async throws {
        let site = ModelSite()
        try site.plane.answer("sayChat", with: Self.turn(.alerts, .answered, saying: "."))
        try await site.test { client in
            for _ in 0..<2 { _ = try await client.tool("alerts") }
            let session = "019abcde-f012-7a3b-8c4d-5e6f708192a3.plain"
            let other = ModelClient(revision: .november2025, session: session)
            for _ in 0..<2 { _ = try await client.tool("alerts", as: other) }
            site.plane.refuse("say", with: try Fixtures.problem(.notFound))
            let gone = try await client.tool("alerts")
            #expect(gone["isError"] == true)
        }
        let line = "/alerts"
        let again = "say \(Self.thread) \(line)"
        #expect(site.plane.calls == ["say - \(line)", again, "say - \(line)", again, again, "say - \(line)"])
    }

    @Test func threadsAreForgottenWhenNobodySpeaks() {
        let clock = Hands()
        let threads = ConversationThreads { clock.now }
        let caller = CallerKey("a", nil)
        threads.keep(Self.thread, of: caller)
        clock.turn(ConversationThreads.lifetime)
        #expect(threads.thread(of: caller) == Self.thread)
        #expect(threads.thread(of: CallerKey("b", nil)) == nil)
        clock.turn(ConversationThreads.lifetime)
        #expect(threads.thread(of: caller) == nil)
    }
}
