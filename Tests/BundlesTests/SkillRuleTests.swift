import Bundles
import Contract
import Domain
import Testing

/// Each rule has a skill that breaks it, and it alone.
@Suite struct SkillRuleTests {
    @Test(arguments: BrokenSkill.all)
    func aBrokenRuleIsFoundAndNothingElse(_ broken: BrokenSkill) {
        let skill = broken.inspected
        #expect(skill.codes == broken.rules.map(\.rawValue))
        #expect(skill.findings.map(\.level) == broken.rules.map(\.level))
        #expect(skill.findings.allSatisfy { !$0.message.isEmpty && !$0.fix.isEmpty })
        if let line = broken.line { #expect(skill.findings.first?.line == line) }
    }

    @Test func everyRuleIsBrokenByOneOfThem() {
        #expect(Set(BrokenSkill.all.flatMap(\.rules)) == Set(SkillRule.allCases))
    }

    @Test func everyRuleHasADocumentedRowWithItsLevel() throws {
        let table = try DocumentedTable(under: "### Rules of the specification")
        #expect(table.rows.compactMap(\.first) == SkillRule.allCases.map(\.rawValue))
        #expect(table.rows.compactMap { $0.dropFirst().first } == SkillRule.allCases.map(\.level.rawValue))
    }

    @Test func allFindingsComeAtOnce() {
        let skill = Samples.inspect(
            frontmatter: "name: My_Skill-\ndescription: \"\"\ncompatibility: []\nversion: 1",
            folder: "other"
        )
        let expected: Set = [
            "name.case", "name.charset", "name.edge_hyphen", "name.dir_mismatch", "description.empty",
            "compatibility.type", "field.unknown",
        ]
        #expect(Set(skill.codes) == expected)
        #expect(!skill.isAccepted)
    }

    @Test func whatIsReadIsWhatIsWritten() {
        let skill = Samples.inspect(
            """
            ---
            name: demo
            description: >-
              Two lines
              in one. --- And dashes.
            license: MIT
            compatibility: Needs git
            allowed-tools: Bash(git log:*) Read
            metadata:
              author: Kim
              version: 1.0
            ---
            # Body

            ---
            """,
            folder: "demo"
        )
        #expect(skill.name == "demo")
        #expect(skill.description == "Two lines in one. --- And dashes.")
        #expect(skill.license == "MIT")
        #expect(skill.compatibility == "Needs git")
        #expect(skill.body == "# Body\n\n---")
        #expect(skill.manifest?.allowedTools == ["Bash(git log:*)", "Read"])
        #expect(skill.manifest?.metadata == ["author": "Kim", "version": "1.0"])
        #expect(skill.codes == ["metadata.value_type"])
        #expect(skill.isAccepted)
    }

    @Test(arguments: ["가", "🚀", "x"])
    func lengthsAreCountedInCodePoints(_ character: String) {
        let fits = "name: demo\ndescription: " + String(repeating: character, count: 1_024)
        #expect(Samples.inspect(frontmatter: fits).codes == [])
        #expect(Samples.inspect(frontmatter: fits + character).codes == ["description.length"])
    }

    @Test func nestingUpToTheBoundIsReadOnAnyThread() async {
        let list = String(repeating: "[", count: 490) + String(repeating: "]", count: 490)
        let skill = Samples.inspect(frontmatter: "name: demo\ndescription: d\nmetadata: {a: \(list)}")
        #expect(skill.codes == ["metadata.value_type"])
        let dashes = String(repeating: "- ", count: 95) + "x"
        let block = Samples.inspect(frontmatter: "name: demo\ndescription: d\nmetadata:\n  a:\n    \(dashes)")
        #expect(block.codes == ["metadata.value_type"])
    }

    @Test func anAmpersandOrAStarIsNoAlias() {
        let skill = Samples.inspect(frontmatter: "name: demo\ndescription: Q&A about **bold** text & *lists*")
        #expect(skill.codes == [])
    }
}

/// A skill with a fault.
struct BrokenSkill: Sendable, CustomTestStringConvertible {
    let rules: [SkillRule]
    let line: Int?
    let inspected: InspectedSkill

    var testDescription: String { rules.map(\.rawValue).joined(separator: ", ") }

    private init(_ rules: [SkillRule], line: Int? = nil, _ inspected: InspectedSkill) {
        self.rules = rules
        self.line = line
        self.inspected = inspected
    }

    private static func text(_ rule: SkillRule, line: Int? = nil, _ text: String) -> BrokenSkill {
        .init([rule], line: line, Samples.inspect(text))
    }

    /// A good name and description, and these lines.
    private static func field(_ rule: SkillRule, line: Int? = 4, _ lines: String) -> BrokenSkill {
        .init([rule], line: line, Samples.inspect(frontmatter: "name: demo\ndescription: d\n\(lines)"))
    }

    private static func name(_ rule: SkillRule, _ name: String, folder: String? = nil) -> BrokenSkill {
        .init([rule], line: 2, Samples.inspect(frontmatter: "name: \(name)\ndescription: d", folder: folder))
    }

    private static func description(_ rule: SkillRule, _ value: String) -> BrokenSkill {
        .init([rule], line: 3, Samples.inspect(frontmatter: "name: demo\ndescription: \(value)"))
    }

    private static func body(_ rule: SkillRule, line: Int?, _ body: String, _ files: BundleFile...)
        -> BrokenSkill
    {
        let frontmatter = "name: demo\ndescription: d"
        return .init([rule], line: line, Samples.inspect(frontmatter: frontmatter, body: body, files: files))
    }

    private static func files(_ rule: SkillRule, _ files: BundleFile..., junk: [String] = []) -> BrokenSkill {
        let manifest = BundleFile("SKILL.md", Samples.manifest)
        let skill = UnpackedSkill(files: files + [manifest], topFolder: nil, removedJunk: junk)
        return .init([rule], SkillInspection.inspect(skill))
    }

    private static func inspect(only file: BundleFile) -> InspectedSkill {
        SkillInspection.inspect(UnpackedSkill(files: [file], topFolder: nil))
    }

    static let all = manifests + frontmatters + names + fields + bodies

    private static let manifests: [BrokenSkill] = [
        .init([.manifestMissing], inspect(only: BundleFile("readme.txt"))),
        .init([.manifestWrongCase], inspect(only: BundleFile("skill.md", Samples.manifest))),
        .init([.manifestNotUTF8], line: 2, Samples.inspect(Array("---\n".utf8) + [0xC7, 0xD1])),
        text(.manifestNUL, line: 5, "---\nname: demo\ndescription: d\n---\na\0b\n"),
        field(.manifestNUL, "license: \"a\\0b\""),
        text(.manifestByteOrderMark, line: 1, "\u{FEFF}" + Samples.manifest),
        text(.manifestCRLF, line: 1, "---\r\nname: demo\r\ndescription: d\r\n---\r\nBody\r\n"),
        text(.manifestControlCharacter, line: 5, "---\nname: demo\ndescription: d\n---\n\u{1B}[2Jhidden\n"),
    ]

    private static let frontmatters: [BrokenSkill] = [
        text(.frontmatterMissing, line: 1, "# Only Markdown\n"),
        text(.frontmatterMissing, ""),
        text(.frontmatterMissing, "---name: demo\n---\n"),
        text(.frontmatterUnclosed, line: 1, "---\nname: demo\n--- no\n ---\n"),
        field(.frontmatterTooLarge, line: 2, "# " + String(repeating: "x", count: 64 << 10)),
        field(.frontmatterTooDeep, line: nil, "metadata: " + String(repeating: "[", count: 20_000)),
        field(.frontmatterTooDeep, line: nil, "metadata:\n" + String(repeating: "- ", count: 20_000)),
        field(.frontmatterAlias, line: nil, "metadata:\n  a: &a [x, x]\n  b: [*a, *a]"),
        field(.frontmatterAlias, line: nil, "metadata: &a [*a]"),
        field(.frontmatterAlias, line: 4, "license: *absent"),
        field(.frontmatterTag, line: 4, "license: !!python/object/apply:os.system [ls]"),
        field(.frontmatterTag, line: 5, "metadata:\n  a: !ruby/object:X y"),
        description(.frontmatterYAML, "Use when: the user asks"),
        field(.frontmatterYAML, line: nil, "metadata:\n\ta: b"),
        text(.frontmatterNotMap, line: 2, "---\n- a\n---\nBody\n"),
        text(.frontmatterNotMap, "---\n---\nBody\n"),
        field(.frontmatterDuplicateKey, line: 3, "description: again"),
    ]

    private static let names: [BrokenSkill] = [
        .init([.nameMissing], line: 2, Samples.inspect(frontmatter: "description: d")),
        name(.nameMissing, ""),
        name(.nameType, "true"),
        name(.nameType, "2026-01-02"),
        name(.nameType, "[a]"),
        name(.nameLength, String(repeating: "a", count: 65)),
        name(.nameLength, "\"\""),
        name(.nameCase, "Demo"),
        name(.nameCharset, "my_demo"),
        name(.nameCharset, "한글"),
        name(.nameCharset, "dеmo"),
        name(.nameEdgeHyphen, "demo-"),
        name(.nameDoubleHyphen, "de--mo"),
        name(.nameDirectory, "demo", folder: "demo-1.2"),
    ]

    private static let fields: [BrokenSkill] = [
        .init([.descriptionMissing], line: 2, Samples.inspect(frontmatter: "name: demo")),
        description(.descriptionType, "[a, b]"),
        description(.descriptionType, "42"),
        description(.descriptionEmpty, "\"  \""),
        description(.descriptionLength, String(repeating: "x", count: 1_025)),
        field(.licenseType, "license: {spdx: MIT}"),
        field(.compatibilityType, "compatibility: [git]"),
        field(.compatibilityLength, "compatibility: " + String(repeating: "x", count: 501)),
        field(.compatibilityLength, "compatibility: \"\""),
        field(.metadataType, "metadata: hello"),
        field(.metadataValueType, "metadata: {tags: [a]}"),
        field(.allowedToolsType, "allowed-tools: [Read]"),
        field(.allowedToolsComma, "allowed-tools: Read, Write"),
        field(.fieldUnknown, "version: 1"),
        field(.fieldClaudeCode, "model: opus"),
    ]

    private static let bodies: [BrokenSkill] = [
        body(.bodyEmpty, line: 5, " \n"),
        body(.bodyLines, line: nil, String(repeating: "\n", count: 500) + "x"),
        body(.bodyTokens, line: nil, String(repeating: "words ", count: 3_400)),
        body(.referenceOutside, line: 6, "\n[x](../other/a.md)"),
        body(
            .referenceBroken,
            line: 5,
            "[x](references/a.md) and `[y](b.md)` and [z](https://example.com/c.md)"
        ),
        body(.referenceDepth, line: 5, "[x](a/b/c.md#part)", BundleFile("a/b/c.md")),
        files(.nestedSkill, BundleFile("other/skill.md")),
        files(.notPortable, BundleFile("a/LPT9.txt")),
        files(.notPortable, BundleFile("a/what?")),
        files(.nestedArchive, BundleFile("a.zip", "PK\u{3}\u{4}")),
        files(.junkRemoved, junk: [".DS_Store"]),
    ]
}
