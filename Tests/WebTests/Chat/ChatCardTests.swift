import Contract
import Fixtures
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// Cards: what is proposed, confirmed, withdrawn and over.
@Suite struct ChatCardTests {
    private typealias Page = ChatPageTests
    private static let hash = "64879f7d6b960a01909762d911a32d4582c20010c5641ee90278b644a9e3b525"
    private static let part: HTTPFields = [.hxRequest: "true", .hxTarget: "answer-\(Page.turn)"]

    private static func turn(_ outcome: ChatOutcome, _ change: (inout Draft) -> Void = { _ in }) throws
        -> ChatTurn
    {
        let sample: ChatTurn = try Fixtures.value("sayChat")
        var draft = Draft(reply: sample.reply, command: sample.command, proposal: sample.proposal)
        change(&draft)
        return ChatTurn(
            id: sample.id,
            thread: sample.thread,
            text: sample.text,
            saidAt: sample.saidAt,
            locale: sample.locale,
            outcome: outcome,
            command: draft.command,
            canonical: sample.canonical,
            reply: draft.reply,
            proposal: draft.proposal,
            runID: draft.runID
        )
    }

    private struct Draft {
        var reply: ChatReply
        var command: ChatCommand?
        var proposal: ChatProposal?
        var runID: RunID?
    }

    /// The fragment of a turn that was just said.
    private func said(_ turn: ChatTurn, in language: Language = .english) async throws -> String {
        let site = PageSite()
        try site.plane.answer("sayChat", with: turn)
        let (texts, text) = AsyncStream<String>.makeStream()
        try await site.test { client in
            let headers: HTTPFields = [.hxRequest: "true", .hxTarget: "chat-thread"]
            let form = "text=anything"
            let answer = try await client.browse(
                .post,
                "/chat",
                form: form,
                headers: headers,
                language: language
            )
            text.yield(answer.text)
        }
        for await text in texts { return text }
        return ""
    }

    @Test func aProposalSaysWhatItDoesAndWaits() async throws {
        let card = try await said(Self.turn(.proposed))
        #expect(card.contains("1 target is installed anew and 1 gets another version; 1 stays as it is."))
        // The text says the same in lines; a table says it better.
        #expect(!card.contains("This would install"))
        #expect(card.contains("Waits for you"))
        for (action, provider) in [
            ("New version", "Claude"), ("First install", "OpenAI"), ("No change", "codex-home"),
        ] {
            #expect(card.contains(action) && card.contains(provider), "\(provider)")
        }
        #expect(card.contains("action=\"/chat/\(Page.turn)/confirm\""))
        #expect(card.contains("action=\"/chat/\(Page.turn)/dismiss\""))
        #expect(card.contains("name=\"plan_hash\" value=\"\(Self.hash)\""))
        #expect(card.contains("<time datetime=\"2026-11-22T10:25:00.000Z\">2026-11-22 10:25:00 UTC</time>"))
        #expect(card.contains("aria-hidden=\"true\" data-left=\"1200\">20:00</span>"))
        #expect(card.contains("data-hx-trigger=\"chat:expired\""))
    }

    @Test(arguments: [
        (ChatOutcome.dismissed, "You chose to do nothing"), (.expired, "Nobody confirmed it in time"),
        (.void, "has changed since you saw it"),
    ])
    func whatIsOverCannotBeConfirmedAndSaysThatNothingWasDone(_ outcome: ChatOutcome, _ sentence: String)
        async throws
    {
        let card = try await said(Self.turn(outcome))
        #expect(card.contains(sentence))
        #expect(!card.contains("/confirm\"") && !card.contains("/dismiss\"") && !card.contains("data-left"))
        #expect(card.contains("<details id=\"plan-\(Page.turn)\">"))
        let isOfferedAgain = card.contains("value=\"/install release-notes@2 on claude, openai, codex-home\"")
        #expect(isOfferedAgain == (outcome != .dismissed))
    }

    @Test func whatWasInterruptedCanBeGoneOnWith() async throws {
        let card = try await said(Self.turn(.confirmed))
        #expect(card.contains("Going on does nothing twice.") && card.contains("/confirm\""))
        #expect(!card.contains("/dismiss\""))
    }

    @Test(arguments: [
        (ChatCommand.uninstall(.init(skills: [.named("a", version: nil)], providers: .all)), true),
        (.rollback(.run(.id("1")), providers: nil, reason: "b"), true), (.retry(.last), false),
    ])
    func whatTakesAwayHasAnotherButton(_ command: ChatCommand, _ isDanger: Bool) async throws {
        let card = try await said(Self.turn(.proposed) { $0.command = command })
        let button = try #require(Markup(card).tags.first { $0["id"] == "confirm-\(Page.turn)" })
        #expect(button["class"] == (isDanger ? "btn danger" : "btn primary"))
    }

    @Test func blockedTargetsComeFirstWithTheReason() async throws {
        let finding = Finding(
            level: .error,
            code: "name_taken",
            path: nil,
            line: nil,
            message: "Somebody else has it.",
            fix: "Rename it."
        )
        let provider = ProviderID(rawValue: "claude")
        var targets = (1...60).map {
            PlanView.Target(skill: "s\($0)", version: 1, provider: provider, action: .create, reasons: [])
        }
        targets.append(
            .init(skill: "last", version: 1, provider: provider, action: .blocked, reasons: [finding])
        )
        let card = try await said(
            Self.turn(.proposed) { draft in
                draft.proposal = draft.proposal.map {
                    ChatProposal(
                        planHash: $0.planHash,
                        expiresAt: $0.expiresAt,
                        effects: [],
                        targets: targets,
                        omitted: 5
                    )
                }
            }
        )
        let rows = card.components(separatedBy: "<tr>").dropFirst(2)
        #expect(rows.count == 50)
        #expect(rows.first?.contains("last") == true && rows.first?.contains("Somebody else has it.") == true)
        #expect(card.contains("16 more targets are part of the plan."))
    }

    @Test func aRefusalNamesThePermissionAndWhatToDo() async throws {
        let text = "You lack the permission provider.pause. Roles that have it: operator, admin.\nNo."
        var reply = ChatReply(text)
        reply.problem = Problem(.permissionDenied, "No.", requestID: "r-1")
        let card = try await said(
            Self.turn(.refused) {
                $0.reply = reply
                $0.proposal = nil
            }
        )
        #expect(card.contains("provider.pause") && card.contains("operator, admin"))
        #expect(card.contains("class=\"alert fail\"") && card.contains("r-1"))
        #expect(!card.contains("/confirm\""))
    }

    @Test func aRunThatMayNotBeSeenAnyMoreIsSaid() async throws {
        let card = try await said(Self.turn(.done) { $0.runID = RunID(rawValue: Page.run) })
        #expect(card.contains("You may not see the run any more."))
        #expect(!card.contains("live:run-"))
    }

    @Test func whatAListShowsIsNotSaidTwice() async throws {
        var reply = ChatReply("Two of them.\n- one\n- two\n… and 3 more")
        reply.providers = try Fixtures.value("listProviders", as: Contract.Page<ProviderView>.self).items
        let card = try await said(
            Self.turn(.answered) {
                $0.reply = reply
                $0.proposal = nil
                $0.command = .providersStatus
            }
        )
        #expect(card.contains(">Two of them.</span>") && !card.contains("- one"))
        #expect(card.contains("href=\"/providers/claude\""))
    }

    @Test func textStaysTextWithItsLines() async throws {
        let text = "One <b>two</b>\nthree & four"
        let card = try await said(
            Self.turn(.answered) {
                $0.reply = ChatReply(text)
                $0.proposal = nil
            }
        )
        #expect(card.contains(">One &lt;b&gt;two&lt;/b&gt;\nthree &amp; four</span>"))
    }

    // MARK: Buttons

    @Test func confirmingShowsTheRunInTheSameCard() async throws {
        let site = PageSite()
        try await site.test { client in
            let form = "plan_hash=\(Self.hash)&thread=\(Page.thread)"
            let path = "/chat/\(Page.turn)/confirm"
            let card = try await client.browse(.post, path, form: form, headers: Self.part).text
            #expect(card.hasPrefix("<div class=\"said answer\" id=\"answer-\(Page.turn)\""))
            #expect(card.contains("live:run-\(Page.run) from:body") && card.contains("/runs/\(Page.run)\""))
            // Reading goes on there, as the button that had the focus is gone.
            #expect(card.contains("tabindex=\"-1\" data-focus"))
            let page = try await client.browse(.post, path, form: form)
            #expect(page.headers[.location] == "/chat?thread=\(Page.thread)#turn-\(Page.turn)")
        }
        let calls = site.plane.calls.filter { $0 == "confirmChat \(Page.turn) \(Self.hash)" }
        #expect(calls.count == 2)
    }

    @Test(arguments: [ProblemCode.planChanged, .conflict])
    func whatCannotBeConfirmedAnyMoreIsShownAsItIs(_ code: ProblemCode) async throws {
        let site = PageSite()
        site.plane.refuse("confirmChat", with: Problem(code, "No."))
        let thread = ChatThread(
            id: ChatThreadID(rawValue: Page.thread),
            turns: [try Self.turn(code == .conflict ? .expired : .void)]
        )
        try site.plane.answer("getChatThread", with: thread)
        try await site.test { client in
            let path = "/chat/\(Page.turn)/confirm"
            let form = "plan_hash=1&thread=\(Page.thread)"
            let card = try await client.browse(.post, path, form: form, headers: Self.part)
            #expect(card.status == .ok)
            #expect(card.text.contains("nothing was changed") && !card.text.contains("/confirm\""))
            // Without the thread it cannot be found.
            let alone = try await client.browse(.post, path, form: "plan_hash=1", headers: Self.part)
            #expect(alone.status == .conflict)
        }
    }

    @Test func dismissingIsAnsweredInTheCard() async throws {
        let site = PageSite()
        try await site.test { client in
            let card = try await client.browse(
                .post,
                "/chat/\(Page.turn)/dismiss",
                form: "thread=\(Page.thread)",
                headers: Self.part
            )
            #expect(card.text.contains("You chose to do nothing"))
            let nothing = try await client.browse(.post, "/chat/nonsense/dismiss", form: "")
            #expect(nothing.status == .notFound)
        }
        #expect(site.plane.calls.contains("dismissChat \(Page.turn)"))
    }

    @Test func aCardRefreshesItselfWithoutKeepingASessionAlive() async throws {
        let site = PageSite()
        try await site.test { client in
            let path = "/chat/turns/\(Page.turn)?thread=\(Page.thread)"
            let card = try await client.browse(.get, path, headers: Self.part).text
            #expect(card.hasPrefix("<p class=\"reply\"") && card.contains("/runs/\(Page.run)\""))
            #expect(!card.contains("data-focus"))
            let page = try await client.browse(.get, path)
            #expect(page.headers[.location] == "/chat?thread=\(Page.thread)#turn-\(Page.turn)")
            let unknown = "/chat/turns/019abcf0-ffff-7a3b-8c4d-5e6f70819d08?thread=\(Page.thread)"
            #expect(try await client.browse(.get, unknown, headers: Self.part).status == .notFound)
        }
        // Each event of a run asks for one turn, not for the thread around it.
        #expect(!site.plane.calls.contains { $0.hasPrefix("chatThread ") })
        #expect(site.plane.uses.allSatisfy { !$0 })
    }
}
