import Contract
import Testing

@testable import MCP

@Suite("The Model Context Protocol: fields of SKILL.md") struct ManifestFieldsTests {
    private static let manifest = """
        ---
        name: a
        description: "yes: \\"1\\""
        yes: yes
        date: 2026-01-02
        count: 12
        share: 0.5
        on: true
        none:
        version: "1.0"
        metadata:
          tags: [a, 7]
        ---
        body
        """

    /// By YAML 1.2: `yes` and dates are text.
    @Test func fieldsAreReadAsHostsReadThem() throws {
        let expected: JSONValue = [
            "name": "a", "description": "yes: \"1\"", "yes": "yes", "date": "2026-01-02", "count": 12,
            "share": .number(0.5), "on": true, "none": .null, "version": "1.0",
            "metadata": ["tags": ["a", 7]],
        ]
        let bytes = Array(Self.manifest.utf8)
        #expect(ManifestFields(bytes)?.json == expected)
        #expect(ManifestFields([0xEF, 0xBB, 0xBF] + bytes)?.json == expected)
        let windows = Array(Self.manifest.split(separator: "\n").joined(separator: "\r\n").utf8)
        #expect(ManifestFields(windows)?.json == expected)
    }

    @Test(arguments: ["", "name: a", "---\nname: a", "---\n- a\n---", "---\n\"\n---", "---\na: *x\n---"])
    func whatHasNoFieldsIsNotPublished(_ text: String) {
        #expect(ManifestFields(Array(text.utf8)) == nil)
        #expect(ManifestFields(Array(text.utf8) + [0xFF]) == nil)
    }

    /// Where the last line looked at is cut off, it looks like the end of the fields.
    @Test func onlyAsMuchAsFieldsMayTakeIsLookedAt() {
        let fields = "---\nname: a\n# "
        func file(_ comment: Int, _ rest: String) -> [UInt8] {
            Array((fields + String(repeating: "x", count: comment) + rest).utf8)
        }
        #expect(ManifestFields(file(65_000, "\n---\nbody"))?.json == ["name": "a"])
        #expect(ManifestFields(file(66_000, "\n---\nbody")) == nil)
        let cut = "\n---" + String(repeating: " ", count: 2000)
        #expect(ManifestFields(file(65_000, cut + "x\n---\n")) == nil)
        let body: [UInt8] = [10] + Array(repeating: 0xFF, count: 1 << 20)
        #expect(ManifestFields(Array(Self.manifest.utf8) + body) != nil)
    }
}
