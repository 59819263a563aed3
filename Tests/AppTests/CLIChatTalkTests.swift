import App
import Contract
import Fixtures
import Testing

/// `skillyard chat` with a server.
@Suite struct CLIChatTalkTests {
    private static let change = "install release-notes on claude, openai and codex-home"

    private func proposed() throws -> (id: ChatTurnID, hash: String, confirmation: String) {
        let turn: ChatTurn = try Fixtures.value("sayChat")
        let hash = try #require(turn.proposal).planHash
        return (turn.id, hash, "\(turn.id) \(hash)")
    }

    @Test func whatIsReadIsAnsweredAtOnce() async throws {
        let plane = FakePlane()
        let run = await skillyard("chat", "열린", "알림", "보여줘", plane: plane)
        #expect(run.status == .ok)
        #expect(run.outputLines == ["열린 알림이 1개 있습니다."])
        #expect(plane.asked.said == [ChatMessage("열린 알림 보여줘", utcOffset: .ofThisComputer)])
        #expect(plane.asked.confirmed.isEmpty)
    }

    @Test("a change that nobody confirms is shown and not carried out (CH-02)")
    func unconfirmed() async throws {
        let plane = FakePlane()
        let run = await skillyard("chat", Self.change, plane: plane)
        #expect(run.status == .usage)
        for text in [
            "SKILL", "release-notes  2        claude      replace with this version", "nothing to do",
        ] {
            #expect(run.output.contains(text), "\(text)")
        }
        #expect(run.messages.contains("Understood as /install release-notes@2 on claude, openai, codex-home"))
        #expect(run.messages.contains("--yes"))
        #expect(plane.asked.confirmed.isEmpty && plane.asked.dismissed.isEmpty)
    }

    @Test func whereAndInWhichLanguageGoesAlong() async throws {
        let plane = FakePlane()
        let thread = "019abcf0-0000-7a3b-8c4d-5e6f70819d00"
        let about = "019abcde-f012-7a3b-8c4d-5e6f708192a3"
        let options = ["--thread", thread, "--locale", "ko", "--about", about]
        _ = await skillyard(["chat", "이거 왜 실패했어?"] + options, plane: plane)
        #expect(
            plane.asked.said == [
                ChatMessage(
                    "이거 왜 실패했어?",
                    thread: ChatThreadID(rawValue: thread),
                    locale: .korean,
                    about: RunID(rawValue: about),
                    utcOffset: .ofThisComputer
                )
            ]
        )
    }

    @Test func withYesItIsCarriedOutAndFollowed() async throws {
        let plane = FakePlane(.init(runs: [Samples.run(.running), Samples.run(.partialFailed)]))
        let run = await skillyard("chat", Self.change, "--yes", "--wait", plane: plane)
        #expect(run.status == .partial)
        #expect(try plane.asked.confirmed == [proposed().confirmation])
        #expect(run.output.contains("install partial failed"))
        let once = await skillyard("chat", Self.change, "--yes")
        #expect(once.status == .ok)
        #expect(once.messages.contains("follow it: skillyard run show"))
    }

    @Test(arguments: [("y", true), ("네", true), ("n", false), ("", false)])
    func somebodyAtATerminalIsAsked(_ answer: String, _ agrees: Bool) async throws {
        let plane = FakePlane()
        let lines = ScriptedLines([answer], typed: true)
        let run = await skillyard(["chat", Self.change], plane: plane, lines: lines)
        #expect(run.status == .ok)
        #expect(lines.prompts == ["Carry it out? [y/N] "])
        #expect(try plane.asked.confirmed == (agrees ? [proposed().confirmation] : []))
        #expect(try plane.asked.dismissed == (agrees ? [] : [proposed().id]))
    }

    @Test(arguments: [
        ("install release-notes", CommandStatus.usage, "1  claude"),
        ("where is the coffee", .usage, "no command"), ("pause gemini", .denied, "one of the roles"),
        ("retry the last failed run", .failed, "over"),
    ])
    func howItWentIsTheStatus(_ line: String, _ status: CommandStatus, _ text: String) async throws {
        let run = await skillyard("chat", line)
        #expect(run.status == status)
        #expect(run.output.contains(text))
    }

    @Test func aProgramGetsTheTurn() async throws {
        let plane = FakePlane()
        let shown = await skillyard("chat", Self.change, "--json", plane: plane)
        #expect(shown.status == .ok)
        #expect(try JSON.decode(ChatTurn.self, from: shown.output.utf8) == Fixtures.value("sayChat"))
        #expect(plane.asked.confirmed.isEmpty)
        let done = await skillyard("chat", Self.change, "--json", "--yes", plane: plane)
        #expect(try JSON.decode(ChatTurn.self, from: done.output.utf8) == Fixtures.value("confirmChat"))
        let ended = FakePlane(.init(runs: [Samples.run(.success)]))
        let waited = await skillyard("chat", Self.change, "--json", "--yes", "--wait", plane: ended)
        #expect(waited.outputLines.count == 1)
        #expect(ended.asked.looks == 1)
    }

    @Test func linesOfAPipeAreOfOneThread() async throws {
        let plane = FakePlane()
        let lines = ScriptedLines(["열린 알림 보여줘", "", "stumble", Self.change, "pause gemini"])
        let run = await skillyard(["chat"], plane: plane, lines: lines)
        #expect(run.status == .failure)
        let said = plane.asked.said
        #expect(said.map(\.text) == ["열린 알림 보여줘", "stumble", Self.change, "pause gemini"])
        let thread = ChatThreadID(rawValue: "019abcf0-0000-7a3b-8c4d-5e6f70819d00")
        #expect(said.map(\.thread) == [nil, thread, thread, thread])
        #expect(plane.asked.confirmed.isEmpty)
        #expect(run.messages.contains("The connection failed."))
    }
}
