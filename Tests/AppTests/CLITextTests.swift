import App
import Contract
import Testing

@Suite struct CLITextTests {
    @Test(arguments: [
        ("abc", 3), ("회의록", 6), ("日本", 4), ("ｱ", 1), ("Ａ", 2), ("é", 1), ("e\u{301}", 1), ("👍", 2), ("👨‍👩‍👧", 2),
        ("✓", 1), ("⚠️", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("", 0),
    ])
    func widthIsCountedInColumns(text: String, columns: Int) {
        #expect(text.displayWidth == columns)
    }

    @Test func koreanCellsKeepColumnsAligned() {
        let table = Table("skill", "on", rows: [["회의록-정리", "openai"], ["pdf", "claude"]])
        #expect(table.lines() == ["SKILL        ON", "회의록-정리  openai", "pdf          claude"])
    }

    @Test func numbersCanStandToTheRight() {
        let table = Table([.init("n", .right), .init("name")], rows: [["7", "a"], ["120", "b"]])
        #expect(table.lines() == ["  N  NAME", "  7  a", "120  b"])
    }

    @Test func aNarrowScreenCutsAtAColumnNotInsideACharacter() {
        let table = Table("a", "b", rows: [["x", "회의록을 정리한다"]])
        #expect(table.lines(width: 10) == ["A  B", "x  회의록…"])
        #expect(table.lines(width: 10).allSatisfy { $0.displayWidth <= 10 })
    }

    @Test func whatATerminalWouldObeyIsTakenOut() {
        #expect("a\u{1B}[31mb\u{202E}c\nd\u{9B}".terminalSafe == "a [31mb c d ")
        #expect("평범한 text".terminalSafe == "평범한 text")
    }

    @Test(arguments: [
        (0.4, "0.4 s"), (12, "12 s"), (119, "119 s"), (180, "3 min"), (18_000, "5 h"), (777_600, "9 d"),
    ])
    func durationsAreShort(seconds: Double, text: String) {
        #expect(Duration.milliseconds(Int(seconds * 1000)).brief == text)
    }

    @Test func aNumberAgreesWithItsNoun() {
        #expect([0, 1, 2].map { counted($0, "fault") } == ["0 faults", "1 fault", "2 faults"])
        #expect([1, 2].map { counted($0, "entry", "entries") } == ["1 entry", "2 entries"])
    }

    @Test(arguments: [(512, "512 B"), (999, "999 B"), (12_345, "12.3 kB"), (4_000_000, "4.0 MB")])
    func sizesAreShort(bytes: Int, text: String) {
        #expect(byteCount(bytes) == text)
    }

    @Test func timesAreShownToTheSecondInUTC() {
        #expect(Timestamp("2026-11-22T10:00:00.123456Z")?.toTheSecond == "2026-11-22 10:00:00Z")
        #expect(Samples.now.ago(at: Samples.now + .seconds(180)) == "3 min ago")
    }

    @Test func aProblemNamesEachFaultWithItsFixAndTheNextStep() {
        let problem = Problem(
            .validationFailed,
            "Two values are wrong.",
            errors: [
                .init(
                    pointer: "/skills/0/name",
                    code: "unknown",
                    detail: "There is no skill pdf.",
                    fix: "Add it first."
                ),
                .init(pointer: "/x", code: "name.length", detail: "Too long.", path: "SKILL.md", line: 2),
            ],
            requestID: "req-1",
            retryAfterSeconds: 7
        )
        #expect(
            problem.lines(.plain) == [
                "error: The request has invalid values",
                "  Two values are wrong.",
                "  - /skills/0/name: There is no skill pdf.",
                "    fix: Add it first.",
                "  - SKILL.md:2: Too long.",
                "  try again in 7 s",
                "  next: " + ProblemCode.validationFailed.nextStep,
                "  request id: req-1",
            ]
        )
    }

    @Test func colourOnlyRepeatsWhatTheWordSays() {
        #expect(Style.plain("failed", .bad) == "failed")
        #expect(Style.colored("failed", .bad) == "\u{1B}[31mfailed\u{1B}[0m")
    }
}

/// OP-06.
@Suite struct CLIExitStatusTests {
    @Test func theNumbersAreStable() {
        let numbers = CommandStatus.allCases.map(\.rawValue)
        #expect(numbers == [0, 1, 2, 3, 4, 5])
    }

    @Test(arguments: [
        (ProblemCode.authenticationRequired, CommandStatus.denied), (.permissionDenied, .denied),
        (.validationFailed, .usage), (.malformedRequest, .usage), (.invalidSkill, .failed),
        (.notFound, .failed),
        (.planChanged, .failed), (.unavailable, .failure), (.internal, .failure),
    ])
    func aRefusalHasAStatus(code: ProblemCode, status: CommandStatus) {
        #expect(CommandStatus(Problem(code, "")) == status)
    }

    @Test func aRunsEndHasAStatus() {
        let statuses = RunStatus.allCases.map { CommandStatus($0) }
        #expect(statuses == [.ok, .ok, .ok, .failed, .partial])
    }

    @Test func severalThingsHaveOneStatus() {
        #expect(CommandStatus(succeeded: 2, failed: 0) == .ok)
        #expect(CommandStatus(succeeded: 1, failed: 1) == .partial)
        #expect(CommandStatus(succeeded: 0, failed: 2) == .failed)
    }
}
