import Bundles
import Contract
import Domain
import Testing

/// AD-03: what each kind of provider would say, found out without asking.
@Suite struct PreflightTests {
    @Test(arguments: VendorCase.all)
    func aVendorsOwnRuleBindsThatVendorAlone(_ item: VendorCase) {
        #expect(item.skill.isAccepted)
        let verdicts = Preflight.portableVerdicts(for: item.skill)
        for verdict in verdicts {
            let rules = item.rules.filter { $0.rawValue.hasPrefix(verdict.provider.rawValue + ".") }
            #expect(verdict.findings.map(\.code) == rules.map(\.rawValue), "\(verdict.provider)")
            #expect(
                (verdict.outcome == .refused) == rules.contains { $0.level == .error },
                "\(verdict.provider)"
            )
        }
    }

    @Test func everyProfileRuleIsBrokenByOneOfThem() {
        #expect(Set(VendorCase.all.flatMap(\.rules)) == Set(ProfileRule.allCases))
    }

    @Test func everyProfileRuleHasADocumentedRowWithItsLevel() throws {
        let table = try DocumentedTable(under: "### Rules of the vendors")
        #expect(table.rows.compactMap(\.first) == ProfileRule.allCases.map(\.rawValue))
        #expect(table.rows.compactMap { $0.dropFirst().first } == ProfileRule.allCases.map(\.level.rawValue))
    }

    @Test func whatTheSpecificationRefusesEveryoneRefuses() {
        let verdicts = Preflight.portableVerdicts(for: Samples.skill(named: "Demo"))
        #expect(verdicts.allSatisfy { $0.outcome == .refused && $0.findings.map(\.code) == ["name.case"] })
    }

    @Test func thereIsOneVerdictForEachProfile() {
        let names = Preflight.portableVerdicts(for: Samples.skill()).map(\.provider.rawValue)
        #expect(
            names == [
                "openai", "claude", "gemini", "claude-code", "codex", "gemini-cli", "cursor", "copilot",
                "generic",
                "http",
            ]
        )
    }

    @Test func aConfiguredProviderIsJudgedByItsKindAndClient() {
        let marked = Samples.inspect("\u{FEFF}" + Samples.manifest)
        func outcome(_ kind: ProviderKind, client: String? = nil) -> PreflightVerdict.Outcome {
            var settings = ProviderSettings(kind: kind, displayName: "Mine")
            settings.options["client"] = client
            let at = Timestamp(microseconds: 0)
            let provider = Provider(
                id: .init(rawValue: "mine"),
                settings: settings,
                createdAt: at,
                updatedAt: at
            )
            let verdict = Preflight.verdict(for: marked, on: provider)
            #expect(verdict.provider.rawValue == "mine")
            return verdict.outcome
        }
        #expect(outcome(.folder, client: "codex") == .refused)
        #expect(outcome(.folder, client: "cursor") == .accepted)
        #expect(outcome(.folder) == .accepted)
        #expect(outcome(.http) == .accepted)
    }

    @Test(arguments: [
        ("a < b and c > d", false), ("<b>bold</b>", true), ("<!-- x -->", true), ("x <3", false),
        ("List<T> of", true),
    ])
    func markupIsTold(from text: String, isMarkup: Bool) {
        let verdict = Preflight.portableVerdicts(for: Samples.skill(description: text))
            .first { $0.provider.rawValue == "claude" }
        #expect((verdict?.outcome == .refused) == isMarkup)
    }
}

/// A skill that the specification accepts and some vendor does not.
struct VendorCase: Sendable, CustomTestStringConvertible {
    let rules: [ProfileRule]
    let skill: InspectedSkill

    var testDescription: String { rules.map(\.rawValue).joined(separator: ", ") }

    private init(_ rules: ProfileRule..., skill: InspectedSkill) {
        self.rules = rules
        self.skill = skill
    }

    static let all: [VendorCase] = [
        .init(
            .openAIManifestCount,
            .codexNestedSkill,
            skill: Samples.skill(files: [BundleFile("inner/SKILL.md", Samples.manifest)])
        ),
        .init(.openAIFileCount, skill: Samples.skill(files: (0..<500).map { BundleFile("f\($0)", "\($0)") })),
        .init(.openAIFileSize, skill: Samples.skill(files: [noise(count: (25 << 20) + 1)])),
        .init(
            .openAIArchiveSize,
            .claudeTotalSize,
            skill: Samples.skill(files: (0..<3).map { noise("n\($0)", count: 17_000_000) })
        ),
        .init(.claudeNameReserved, skill: Samples.skill(named: "claude-helper")),
        .init(.claudeNameReserved, skill: Samples.skill(named: "my-anthropic")),
        .init(.claudeDescriptionTag, skill: Samples.skill(description: "Reads <b>tags</b>.")),
        .init(.geminiNameLength, skill: Samples.skill(named: String(repeating: "a", count: 64))),
        .init(.geminiNameStart, skill: Samples.skill(named: "3d-print")),
        .init(.geminiNameReserved, skill: Samples.skill(named: "gcp-tool")),
        .init(
            .geminiDepth,
            skill: Samples.skill(files: [BundleFile(String(repeating: "d/", count: 9) + "x")])
        ),
        .init(.geminiRatio, skill: Samples.skill(files: [BundleFile("zeros", zeros: 1 << 20)])),
        .init(
            .codexByteOrderMark,
            .geminiCLIByteOrderMark,
            skill: Samples.inspect("\u{FEFF}" + Samples.manifest)
        ),
        .init(
            .codexShortDescription,
            skill: Samples.inspect(
                frontmatter: "name: demo\ndescription: d\nmetadata:\n  short-description: "
                    + String(repeating: "x", count: 1_025)
            )
        ),
    ]

    /// Bytes that do not pack: a xorshift generator, repeated beyond the reach of deflate's window.
    private static func noise(_ name: String = "noise", count: Int) -> BundleFile {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        let block: [UInt8] = (0..<(256 << 10)).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state)
        }
        var bytes: [UInt8] = []
        while bytes.count < count { bytes += block.prefix(count - bytes.count) }
        return BundleFile(path: name, isExecutable: false, content: bytes)
    }
}
