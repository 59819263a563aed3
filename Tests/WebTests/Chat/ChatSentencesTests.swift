import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// What comes in English stands in an answer in the visitor's words, or says that it is English (UI-07).
@Suite struct ChatSentencesTests {
    private static let taken = Finding(
        level: .error,
        code: "name_taken",
        path: nil,
        line: nil,
        message: "Somebody else has it.",
        fix: "Rename it."
    )

    private static func turn(
        _ outcome: ChatOutcome,
        _ reply: ChatReply,
        in language: ChatLanguage = .korean,
        effects: [String] = [],
        refused: Finding? = nil
    ) throws -> ChatTurn {
        let sample: ChatTurn = try Fixtures.value("sayChat")
        let targets = refused.map { finding in
            [
                PlanView.Target(
                    skill: "notes",
                    version: 1,
                    provider: ProviderID(rawValue: "claude"),
                    action: .blocked,
                    reasons: [finding]
                )
            ]
        }
        return ChatTurn(
            id: sample.id,
            thread: sample.thread,
            text: sample.text,
            saidAt: sample.saidAt,
            locale: language,
            outcome: outcome,
            command: sample.command,
            canonical: nil,
            reply: reply,
            proposal: effects.isEmpty
                ? nil
                : ChatProposal(planHash: "1", expiresAt: sample.saidAt, effects: effects, targets: targets)
        )
    }

    private static func refusal() -> ChatReply {
        let detail: Phrase = "Run \("b21e04", as: "run") waits for no approval."
        var reply = ChatReply("지금 상태에서는 할 수 없습니다. \(detail.english)")
        reply.problem = Problem(.conflict, as: "no_approval", detail)
        return reply
    }

    private static func pieces(_ turn: ChatTurn, on language: Language) throws -> [Said] {
        ChatSentences(turn, try Languages()[language]).pieces(of: turn.reply.text)
    }

    @Test func aRefusalIsSaidInTheLanguageOfThePage() throws {
        let turn = try Self.turn(.refused, Self.refusal())
        let korean = try Self.pieces(turn, on: .korean)
        #expect(
            korean == [
                Said(text: "지금 상태에서는 할 수 없습니다. ", lang: nil),
                Said(text: "이 실행은 승인을 기다리고 있지 않습니다: b21e04", lang: nil),
            ]
        )
        let english = try Self.pieces(turn, on: .english)
        #expect(
            english == [
                Said(text: "지금 상태에서는 할 수 없습니다. ", lang: "ko"),
                Said(text: "Run b21e04 waits for no approval.", lang: nil),
            ]
        )
    }

    @Test func whatThePagesDoNotKnowIsMarkedAsEnglish() throws {
        let fault = Problem.Fault(pointer: "/providers/0", code: "scope", detail: "Not beta.")
        var reply = ChatReply("지금 상태에서는 할 수 없습니다. Nothing was planned. Not beta.")
        reply.problem = Problem(.conflict, "Nothing was planned.", errors: [fault])
        let pieces = try Self.pieces(Self.turn(.refused, reply), on: .korean)
        #expect(pieces.map(\.text).joined() == reply.text)
        #expect(pieces.map(\.lang) == [nil, "en", nil, "en"])
    }

    @Test func whyARunWaitsIsSaidInTheLanguageOfThePage() throws {
        let run: RunView = try Fixtures.value("approveRun")
        let reason = try #require(run.approval?.reasons.first)
        var reply = ChatReply("대상 1개를 시작하게 합니다.\n- \(reason.message)\n확인")
        reply.runs = [run]
        let pieces = try Self.pieces(Self.turn(.answered, reply), on: .korean)
        let sentence = "release-notes@2에 실행할 수 있는 파일이 있습니다: scripts/collect.py"
        #expect(pieces.map(\.text).joined() == "대상 1개를 시작하게 합니다.\n- \(sentence)\n확인")
        #expect(pieces.allSatisfy { $0.lang == nil })
    }

    @Test func whatProvidersSayIsMarkedAsEnglish() throws {
        let run: RunView = try Fixtures.value("getRun")
        let error = try #require(run.tasks?.compactMap(\.error).first)
        var reply = ChatReply("- claude: 거부 — \(Self.taken.message)\n- openai: 실패 — \"\(error.message)\"")
        reply.runs = [run]
        reply.preflights = [
            PreflightMatrix(
                skill: "notes",
                version: 1,
                verdicts: [
                    .init(
                        provider: ProviderID(rawValue: "claude"),
                        outcome: .refused,
                        findings: [Self.taken]
                    )
                ]
            )
        ]
        let pieces = try Self.pieces(Self.turn(.answered, reply), on: .korean)
        #expect(pieces.map(\.lang) == [nil, "en", nil, "en"])
        #expect(pieces.map(\.text).joined() == reply.text)
    }

    @Test func onePieceIsEnoughWhereAllOfItIsEnglish() throws {
        var reply = ChatReply("Run b21e04 waits for no approval.")
        reply.problem = Self.refusal().problem
        let turn = try Self.turn(.refused, reply, in: .english)
        #expect(try Self.pieces(turn, on: .english) == [Said(text: reply.text, lang: nil)])
    }

    @Test func aPageHasThePiecesInTheirLanguages() async throws {
        let site = PageSite()
        try site.plane.answer("sayChat", with: Self.turn(.refused, Self.refusal()))
        try await site.test { client in
            let card = try await client.card(in: .korean)
            #expect(card.contains("<span>이 실행은 승인을 기다리고 있지 않습니다: b21e04</span></span></p>"))
            // Nor is it heard in another language than it is read in.
            #expect(!card.contains("waits for no approval"))
        }
    }

    @Test func whatWasToBeDoneIsMarkedPieceByPiece() async throws {
        let effect = "claude에서 notes@1이(가) 거부됩니다: \(Self.taken.message)"
        let turn = try Self.turn(.done, ChatReply("처리했습니다."), effects: [effect], refused: Self.taken)
        let site = PageSite()
        try site.plane.answer("sayChat", with: turn)
        try await site.test { client in
            let korean = try await client.card(in: .korean)
            #expect(korean.contains("거부됩니다: </span><span lang=\"en\">Somebody else has it.</span></li>"))
            #expect(korean.contains("<p lang=\"en\">Somebody else has it.</p>"))
            let english = try await client.card(in: .english)
            #expect(english.contains("<span lang=\"ko\">처리했습니다.</span>"))
            // A finding is in its own language, whatever the answer around it was written in.
            #expect(english.contains("<p>Somebody else has it.</p>"))
        }
    }
}

extension TestClientProtocol {
    /// What is added to a thread when something is said.
    fileprivate func card(in language: Language) async throws -> String {
        let headers: HTTPFields = [.hxRequest: "true", .hxTarget: "chat-thread"]
        return try await browse(.post, "/chat", form: "text=anything", headers: headers, language: language)
            .text
    }
}
