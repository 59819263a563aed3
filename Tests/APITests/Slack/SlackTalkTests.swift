import Contract
import Fixtures
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@Suite("Chat in Slack", .timeLimit(.minutes(5))) struct SlackTalkTests {
    private static let turn = "019abcf0-0008-7a3b-8c4d-5e6f70819d08"
    private static let hash = "64879f7d6b960a01909762d911a32d4582c20010c5641ee90278b644a9e3b525"

    private func message(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// Texts of sections, and of buttons `id: value`.
    private func parts(_ message: [String: Any]) throws -> (texts: [String], buttons: [String]) {
        let blocks = try #require(message["blocks"] as? [[String: Any]])
        let texts = blocks.compactMap { $0["text"] as? [String: Any] }
        for text in texts { #expect(text["type"] as? String == "plain_text") }
        let buttons = blocks.flatMap { $0["elements"] as? [[String: Any]] ?? [] }
        return (
            texts.compactMap { $0["text"] as? String },
            buttons.map { "\($0["action_id"] ?? ""): \($0["value"] ?? "")" }
        )
    }

    @Test("a change is shown with its plan, and buttons that confirm that one (CH-02)")
    func proposal() async throws {
        let site = SlackSite()
        try await site.test { client in
            let answer = try await client.slack("commands", SlackSite.command("install release-notes on all"))
            let message = try message(String(buffer: answer.body))
            #expect(message["response_type"] as? String == "ephemeral")
            let (texts, buttons) = try parts(message)
            #expect(texts.first?.contains("release-notes 2 → claude: replace with this version") == true)
            #expect(buttons == ["confirm: \(Self.turn) \(Self.hash)", "dismiss: \(Self.turn)"])
        }
        #expect(site.door.accounts == ["mina"])
        #expect(!site.plane.calls.contains { $0.hasPrefix("confirm") })
    }

    /// Fifty targets, and why each is as it is.
    private func proposedTurn(_ reason: String) throws -> ChatTurn {
        let sample: ChatTurn = try Fixtures.value("sayChat")
        let finding = Finding(level: .warning, code: "x.y", path: nil, line: nil, message: reason, fix: "")
        let targets = (1...50).map { number in
            PlanView.Target(
                skill: "skill-\(number)",
                version: 1,
                provider: ProviderID(rawValue: "claude"),
                action: .create,
                reasons: [finding]
            )
        }
        return ChatTurn(
            id: sample.id,
            thread: sample.thread,
            text: sample.text,
            saidAt: sample.saidAt,
            locale: .english,
            outcome: .proposed,
            command: sample.command,
            canonical: sample.canonical,
            reply: sample.reply,
            proposal: ChatProposal(
                planHash: Self.hash,
                expiresAt: sample.saidAt,
                effects: ["Installs."],
                targets: targets,
                omitted: 7
            )
        )
    }

    @Test(
        "a plan that is longer than one text stands in several, and what has no room is counted",
        arguments: [
            (300, 50, nil), (4000, 24, "There is no room here for all of it. Lines left out: 28."),
        ] as [(Int, Int, String?)]
    )
    func longProposals(_ length: Int, _ shown: Int, _ note: String?) async throws {
        let site = SlackSite()
        try site.plane.answer("sayChat", with: try proposedTurn(String(repeating: "w", count: length)))
        try await site.test { client in
            let answer = try await client.slack("commands", SlackSite.command("install tag:x on all"))
            let (texts, buttons) = try parts(try message(String(buffer: answer.body)))
            #expect(texts.count > 1 && texts.count <= 49 && texts.allSatisfy { $0.utf16.count <= 3000 })
            let whole = texts.joined(separator: "\n")
            for number in 1...50 {
                #expect(whole.contains("• skill-\(number) 1 → claude") == (number <= shown))
            }
            #expect(whole.contains("… and 7 more") == (note == nil))
            if let note { #expect(texts.last == note) }
            #expect(buttons.first?.hasPrefix("confirm: ") == true)
        }
    }

    @Test func aConversationGoesOnInItsThread() async throws {
        let site = SlackSite()
        site.plane.empty(true)
        let thread = "019abcf0-0000-7a3b-8c4d-5e6f70819d00"
        try await site.test { client in
            for text in ["열린 알림 보여줘", "install release-notes", ""] {
                _ = try await client.slack("commands", SlackSite.command(text))
            }
        }
        #expect(
            site.plane.calls == [
                "chatThreads", "say - 열린 알림 보여줘", "say \(thread) install release-notes", "say \(thread) help",
            ]
        )
    }

    @Test func whatWasSaidLastGoesOnAfterARestart() async throws {
        let site = SlackSite()
        try await site.test { client in
            _ = try await client.slack("commands", SlackSite.command("help"))
        }
        #expect(site.plane.calls == ["chatThreads", "say 019abcf0-0000-7a3b-8c4d-5e6f70819d00 help"])
    }

    @Test func aQuestionHasButtonsForItsChoices() async throws {
        let site = SlackSite()
        try await site.test { client in
            let answer = try await client.slack("commands", SlackSite.command("install release-notes"))
            let (_, buttons) = try parts(try message(String(buffer: answer.body)))
            #expect(buttons.first == "say.0: /install release-notes on claude")
            #expect(buttons.count == 3)
            let press = SlackSite.press("say.0", "/install release-notes on claude")
            #expect(try await client.slack("interactions", press).status == .ok)
            let later = await site.slack.next(1)
            #expect(later.map(\.address) == [SlackSite.place])
            #expect(try message(later[0].message)["replace_original"] as? Bool == true)
        }
        #expect(site.plane.calls.last?.hasSuffix("/install release-notes on claude") == true)
    }

    @Test func aConfirmationIsCarriedOutAndToldOfToTheEnd() async throws {
        let site = SlackSite()
        try await site.test { client in
            let press = SlackSite.press("confirm", "\(Self.turn) \(Self.hash)")
            let answer = try await client.slack("interactions", press)
            #expect(answer.status == .ok)
            #expect(answer.body.readableBytes == 0)
            let later = await site.slack.next(2)
            let texts = try later.flatMap { try parts(try message($0.message)).texts }
            #expect(texts[0].contains("Run 8192a3: waiting, 0 of 3 done"))
            #expect(texts[1].contains("Run 8192a3: partly failed, 2 of 3 done, 1 not"))
        }
        #expect(site.plane.calls.contains("confirmChat \(Self.turn) \(Self.hash)"))
    }

    @Test func aDismissalTakesTheButtonsAway() async throws {
        let site = SlackSite()
        try await site.test { client in
            _ = try await client.slack("interactions", SlackSite.press("dismiss", Self.turn))
            let later = await site.slack.next(1)
            let (texts, buttons) = try parts(try message(later[0].message))
            #expect(texts == ["Withdrawn; nothing was changed."])
            #expect(buttons.isEmpty)
        }
        #expect(site.plane.calls == ["dismissChat \(Self.turn)"])
    }

    @Test func whatIsRefusedIsSaid() async throws {
        let site = SlackSite()
        site.plane.refuse("confirmChat", with: Problem(.planChanged, "Another version came."))
        try await site.test { client in
            _ = try await client.slack(
                "interactions",
                SlackSite.press("confirm", "\(Self.turn) \(Self.hash)")
            )
            let later = await site.slack.next(1)
            #expect(later[0].message.contains("Another version came."))
        }
    }

    @Test(
        "what may go well the next time leaves the buttons where they are",
        arguments: [
            (.unavailable, false), (.internal, false), (.rateLimited, false),
            (.authenticationRequired, false), (.idempotencyKeyInUse, false), (.planChanged, true),
            (.conflict, true),
        ] as [(ProblemCode, Bool)]
    )
    func failedPresses(_ code: ProblemCode, _ takesThemAway: Bool) async throws {
        let site = SlackSite()
        site.plane.refuse("confirmChat", with: Problem(code, "Not now."))
        site.plane.refuse("say", with: Problem(code, "Not now."))
        try await site.test { client in
            let confirm = SlackSite.press("confirm", "\(Self.turn) \(Self.hash)")
            for press in [confirm, SlackSite.press("say.0", "help")] {
                _ = try await client.slack("interactions", press)
            }
            for sent in await site.slack.next(2) {
                let isReplaced = try message(sent.message)["replace_original"] as? Bool
                #expect(isReplaced == takesThemAway)
                #expect(sent.message.contains("Not now."))
            }
        }
    }

    @Test func whoMayNotSpeakAnyMoreKeepsTheButtons() async throws {
        let site = SlackSite()
        try await site.test { client in
            _ = try await client.slack("interactions", SlackSite.press("say.0", "help", user: "U3"))
            let sent = await site.slack.next(1)
            #expect(try message(sent[0].message)["replace_original"] as? Bool == false)
        }
    }

    @Test(
        "nobody speaks for an account that is not theirs",
        arguments: [
            ("U9", "T9", "T9/U9=ACCOUNT", []), ("U2", "T1", "T1/U2=ACCOUNT", []),
            ("U3", "T9", "does not exist", ["gone"]),
            ("U2", "T9", "release-notes 2", ["mina"]),
        ]
    )
    func strangers(_ user: String, _ team: String, _ text: String, _ accounts: [String]) async throws {
        let site = SlackSite()
        try await site.test { client in
            let command = SlackSite.command("install release-notes on all", user: user, team: team)
            let answer = try await client.slack("commands", command)
            #expect(answer.status == .ok)
            #expect(String(buffer: answer.body).contains(text))
        }
        #expect(site.door.accounts == accounts)
        #expect(site.plane.calls.isEmpty == (accounts != ["mina"]))
    }

    @Test func whatTakesTooLongComesLater() async throws {
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        var site = SlackSite(gate: gate)
        site.wait = { _ in }
        try await site.test { [site] client in
            let answer = try await client.slack("commands", SlackSite.command("pause gemini"))
            #expect(String(buffer: answer.body).contains("the answer comes here"))
            opening.yield()
            let later = await site.slack.next(1)
            #expect(later[0].message.contains("one of the roles"))
        }
    }

    @Test func whatAnybodyWroteIsNoMention() async throws {
        let site = SlackSite()
        site.plane.changeTexts { "<!channel> *\($0)* &" }
        try await site.test { client in
            let answer = try await client.slack("commands", SlackSite.command("install release-notes on all"))
            let message = try message(String(buffer: answer.body))
            #expect(try #require(message["text"] as? String).hasPrefix("&lt;!channel&gt; *"))
            #expect(try parts(message).texts.first?.hasPrefix("<!channel> *") == true)
        }
    }
}
