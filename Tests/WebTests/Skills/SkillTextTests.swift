import Contract
import Fixtures
import Testing

@testable import Web

@Suite struct SkillTextTests {
    @Test func frontmatterIsReadFieldByField() {
        let text = """
            ---
            name: release-notes
            description: >-
              Writes notes.
              In two lines.
            metadata:
              author: mina
              tags:
                - a
            license: "MIT"
            ---
            # Body
            """
        let manifest = ManifestText(text)
        #expect(manifest.fields.map(\.name) == ["name", "description", "metadata", "license"])
        #expect(
            manifest.fields.map(\.value) == [
                "release-notes", "Writes notes.\nIn two lines.", "author: mina\ntags:\n  - a", "MIT",
            ]
        )
        #expect(manifest.body == "# Body")
    }

    @Test func textWithoutFrontmatterIsAllBody() {
        for text in ["# Body", "---\nname: open", "", "--- x\n---\n"] {
            #expect(ManifestText(text) == ManifestText(text))
            #expect(ManifestText(text).fields.isEmpty)
            #expect(ManifestText(text).body == text)
        }
        #expect(ManifestText("\u{FEFF}---\r\nname: a\r\n---\r\nb").fields.map(\.value) == ["a"])
    }

    @Test func whatNobodySeesIsShown() {
        #expect(VisibleText.of("a\u{202E}b") == "a⟨U+202E⟩b")
        #expect(VisibleText.of("a\u{E0041}\u{200B}\u{1B}[0m") == "a⟨U+E0041⟩⟨U+200B⟩⟨U+001B⟩[0m")
        #expect(VisibleText.of("한글 👩‍💻\tb\n") == "한글 👩‍💻\tb\n")
    }

    @Test func filesAreLinesOrBinary() {
        #expect(FileText(Array("a\r\nb\n".utf8)) == .text(lines: ["a\r", "b"], endsWithNewline: true))
        #expect(FileText(Array("a\n\nb".utf8)) == .text(lines: ["a", "", "b"], endsWithNewline: false))
        #expect(FileText([]) == .text(lines: [], endsWithNewline: false))
        #expect(FileText(Array("\n".utf8)) == .text(lines: [""], endsWithNewline: true))
        #expect(FileText([0x61, 0]) == .binary)
        #expect(FileText([0xFF, 0xFE]) == .binary)
    }

    @Test func linksOfADocumentLeadToFilesOfTheSameVersion() throws {
        let skill: SkillView = try Fixtures.value("getSkill")
        let version: SkillVersionView = try Fixtures.value("getSkillVersion")
        let links = SkillLinks(SkillSubject(skill: skill, version: version))
        let script = "/skills/release-notes/files?version=2&path=scripts%2Fmerged.sh"
        #expect(links.address("scripts/merged.sh", from: "SKILL.md") == script)
        #expect(links.address("./scripts/../scripts/merged%2Esh#L2", from: "SKILL.md") == script)
        #expect(links.address("merged.sh", from: "scripts/README.md") == script)
        #expect(links.address("../SKILL.md", from: "SKILL.md") == nil)
        #expect(links.address("scripts/gone.sh", from: "SKILL.md") == nil)
        #expect(links.address("%zz", from: "SKILL.md") == nil)
    }

    /// The form lies at /skills/new, and "new" is a name a skill may have.
    @Test func aSkillCalledNewHasAPage() {
        #expect(SkillAddress(name: "new").page(.overview).text == "/skills/new/overview")
        #expect(SkillAddress(name: "old").page(.overview, version: 3).text == "/skills/old?version=3")
        #expect(SkillAddress(name: "old").page(.runs).text == "/skills/old/runs")
    }
}
