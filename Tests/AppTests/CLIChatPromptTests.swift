import App
import Contract
import Synchronization
import Testing

/// `skillyard chat` at a terminal; how lines are edited there, `CLIChatTerminalTests` tries.
@Suite struct CLIChatPromptTests {
    private func prompt(
        _ lines: [String],
        _ plane: FakePlane,
        interruption: @escaping @Sendable () async -> Void = ScriptedLines.never
    ) async -> (run: ProgramRun, lines: ScriptedLines) {
        let lines = ScriptedLines(lines, typed: true)
        let run = await skillyard(["chat"], plane: plane, lines: lines, interruption: interruption)
        return (run, lines)
    }

    @Test func linesAreTakenUntilThereAreNoMore() async throws {
        let plane = FakePlane()
        let (run, lines) = await prompt(["열린 알림 보여줘", " ", "pause gemini"], plane)
        #expect(run.status == .ok)
        #expect(plane.asked.said.map(\.text) == ["열린 알림 보여줘", "pause gemini"])
        #expect(plane.asked.said.last?.thread != nil)
        #expect(lines.remembered == ["열린 알림 보여줘", "pause gemini"])
    }

    @Test func aChoiceIsTakenByItsNumber() async throws {
        let plane = FakePlane()
        _ = await prompt(["1", "n", "install release-notes", "2", "n"], plane)
        #expect(
            plane.asked.said.map(\.text) == [
                "1", "install release-notes", "/install release-notes on openai",
            ]
        )
        #expect(plane.asked.dismissed.count == 2)
    }

    @Test func aRunIsFollowedToItsEnd() async throws {
        let plane = FakePlane(.init(runs: [Samples.run(.running), Samples.run(.failed)]))
        let (run, lines) = await prompt(["install a on b", "y", "열린 알림 보여줘"], plane)
        #expect(run.status == .ok)
        #expect(run.output.contains("install failed"))
        #expect(plane.asked.said.count == 2)
        #expect(lines.prompts == ["skillyard> ", "Carry it out? [y/N] ", "skillyard> ", "skillyard> "])
    }

    @Test func anInterruptionOnlyLeavesWhatGoesOn() async throws {
        let plane = FakePlane(.init(runs: [Samples.run(.running)]))
        let key = Key()
        let (run, _) = await prompt(["install a on b", "y", "pause gemini"], plane) {
            // Nobody presses it before the run is looked at.
            while plane.asked.looks == 0, !Task.isCancelled { await Task.yield() }
            if plane.asked.looks > 0, key.isPressed() { return }
            await ScriptedLines.never()
        }
        #expect(run.status == .ok)
        #expect(run.messages.contains("what was begun goes on"))
        #expect(plane.asked.said.map(\.text) == ["install a on b", "pause gemini"])
    }

    /// Pressed once.
    private final class Key: Sendable {
        private let wasPressed = Mutex(false)

        func isPressed() -> Bool {
            wasPressed.withLock { pressed in
                defer { pressed = true }
                return !pressed
            }
        }
    }

    @Test func whatFailsIsSaidAndTheNextLineAskedFor() async throws {
        let plane = FakePlane()
        let (run, _) = await prompt(["stumble", "pause gemini", "let me out", "열린 알림 보여줘"], plane)
        #expect(run.status == .denied)
        #expect(run.messages.contains("The connection failed."))
        #expect(plane.asked.said.map(\.text) == ["stumble", "pause gemini", "let me out"])
    }

    private static let completion = ChatCompletion(
        words: ["/install", "/list_runs"],
        names: ["release-notes", "release-plan", "리뷰", "openai", "708192"]
    )

    @Test(arguments: [
        ("", "", ["/install", "/list_runs"]), ("/i", "/i", ["/install"]),
        ("rel", "rel", ["release-notes", "release-plan"]),
        ("install release-notes on claude,op", "op", ["openai"]), ("install ", "", []), ("why /i", "/i", []),
        ("show 리", "리", ["리뷰"]), ("retry 70", "70", ["708192"]), ("retry 708192", "708192", []),
    ])
    func namesAndCommandsAreCompleted(_ text: String, _ word: String, _ candidates: [String]) {
        let found = Self.completion.candidates(for: text)
        #expect(found.word == word)
        #expect(found.candidates == candidates)
    }
}
