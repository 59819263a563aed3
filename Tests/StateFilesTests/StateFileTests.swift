import Contract
import StateFiles
import Testing

@Suite("Files of desired states")
struct StateFileTests {
    private static let text = """
        # What we run.
        skills:
          - name: release-notes
            version: 2
            providers: [openai, claude]
          - tag: writing
            providers: all
          - name: unit-table
            providers: []
        prune: true
        """
    private static let state = DesiredState(
        skills: [
            .init(
                .skill("release-notes", version: 2),
                on: .listed([ProviderID(rawValue: "openai"), ProviderID(rawValue: "claude")])
            ),
            .init(.tag("writing"), on: .all),
            .init(.skill("unit-table", version: nil), on: .listed([])),
        ],
        prune: true
    )

    @Test func yamlAndJSONAreRead() throws {
        #expect(try StateFile.read(DesiredState.self, from: Self.text) == Self.state)
        let json = try JSON.text(Self.state)
        #expect(try StateFile.read(DesiredState.self, from: json) == Self.state)
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let text = try StateFile.text(of: Self.state)
        #expect(try StateFile.read(DesiredState.self, from: text) == Self.state)
        let lock = DesiredStateLock(
            skills: [.init(name: "a", version: 1, digest: String(repeating: "0", count: 64), newest: true)]
        )
        #expect(try StateFile.read(DesiredStateLock.self, from: StateFile.text(of: lock)) == lock)
    }

    /// What stands at one time in a large installation can be desired again.
    @Test func thousandsOfSkillsAreWrittenAndReadAgain() throws {
        let everywhere = DesiredState.Entry.Places.listed(
            ["claude", "openai", "gemini"].map { ProviderID(rawValue: $0) }
        )
        let entries = (0..<2000).map { DesiredState.Entry(.skill("skill-\($0)", version: 3), on: everywhere) }
        let state = DesiredState(skills: entries)
        #expect(try StateFile.read(DesiredState.self, from: StateFile.text(of: state)) == state)
    }

    @Test func everyFaultIsNamedWithItsLine() throws {
        let text = """
            skills:
              - name: Release Notes
                version: two
                providers: everywhere
              - providers: [OpenAI]
              - tag: a
                name: b
                providers: all
            colour: red
            """
        let problem = try #require(throws: Problem.self) {
            try StateFile.read(DesiredState.self, from: text)
        }
        #expect(problem.code == .validationFailed)
        let found = problem.errors.map { "\($0.pointer) \($0.code) \($0.line ?? 0)" }.sorted()
        #expect(
            found == [
                "/colour unknown 9", "/skills/0/name format 2", "/skills/0/providers choice 4",
                "/skills/0/version type 3", "/skills/1/name required 5", "/skills/1/providers/0 format 5",
                "/skills/2/name unknown 7",
            ]
        )
    }

    @Test(arguments: [
        "skills: [", "a: 1\na: 2", "- 1", "", "\tskills: 1", "skills: &a [*a]",
        String(repeating: "[", count: 60),
    ])
    func whatIsNoSuchFileIsRefused(_ text: String) throws {
        let problem = try #require(throws: Problem.self) {
            try StateFile.read(DesiredState.self, from: text)
        }
        #expect([.malformedRequest, .validationFailed].contains(problem.code), "\(problem)")
    }

    @Test func aliasesCannotBlowUp() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<30 {
            text +=
                "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
        }
        let problem = try #require(throws: Problem.self) {
            try StateFile.read(DesiredState.self, from: text + "skills: *a29\n")
        }
        #expect(problem.code == .validationFailed || problem.code == .malformedRequest)
    }

    @Test func aFileThatIsTooLargeIsRefusedUnread() throws {
        let text = String(repeating: "# no\n", count: StateFile.maximumSize / 5 + 1)
        let problem = try #require(throws: Problem.self) {
            try StateFile.read(DesiredState.self, from: text)
        }
        #expect(problem.code == .payloadTooLarge)
    }
}
