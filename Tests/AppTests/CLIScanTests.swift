import App
import Contract
import Fixtures
import Foundation
import Testing

@Suite struct CLIScanTests {
    private static let examples = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../examples/skills").standardized.path

    private func scan(_ verdict: ScanReport.Verdict) throws -> SkillScan {
        let sample: SkillScan = try Fixtures.value("getSkillScan")
        return SkillScan(
            skill: sample.skill,
            version: sample.version,
            scannedAt: sample.scannedAt,
            verdict: verdict,
            report: sample.report,
            waivers: verdict == .blocked ? [] : sample.waivers
        )
    }

    /// Whoever adds a skill learns at once that it will not be installed as it is.
    @Test func addingSaysWhatTheScanFound() async throws {
        let plane = FakePlane(
            .init(scan: try scan(.blocked), register: { .success(Samples.registration($0.filename ?? "")) })
        )
        let one = await skillyard("skill", "add", Self.examples + "/release-notes", plane: plane)
        #expect(one.status == .ok)
        #expect(one.output.contains("scan  ✗ blocked"))
        let several = await skillyard("skill", "add", "--recursive", Self.examples, plane: plane)
        #expect(several.outputLines.allSatisfy { $0.hasSuffix("scan ✗ blocked") })
    }

    @Test func aSkillIsAddedThoughItsScanCannotBeRead() async throws {
        let plane = FakePlane(.init(register: { .success(Samples.registration($0.filename ?? "")) }))
        let run = await skillyard("skill", "add", Self.examples + "/release-notes", plane: plane)
        #expect(run.status == .ok)
        #expect(!run.output.contains("scan"))
    }

    @Test func aBlockedVersionEndsWithFourAndShowsEveryFinding() async throws {
        let plane = FakePlane(.init(version: try Fixtures.value("getSkillVersion"), scan: try scan(.blocked)))
        let run = await skillyard("skill", "scan", "release-notes@2", plane: plane)
        #expect(run.status == .failed)
        for text in ["blocked", "scripts/merged.sh:3", "command.download_and_run", ScanReport.notice] {
            #expect(run.output.contains(text), "\(text)")
        }
    }

    @Test func aWaivedVersionIsFineAndSaysWhoWaivedIt() async throws {
        let plane = FakePlane(.init(version: try Fixtures.value("getSkillVersion"), scan: try scan(.warned)))
        let run = await skillyard("skill", "scan", "release-notes@2", plane: plane)
        #expect(run.status == .ok)
        #expect(run.output.contains("waived by mina"))
    }

    @Test func sarifIsOneDocument() async throws {
        let plane = FakePlane(.init(version: try Fixtures.value("getSkillVersion"), scan: try scan(.warned)))
        let run = await skillyard("skill", "scan", "release-notes@2", "--sarif", plane: plane)
        #expect(run.status == .ok)
        #expect(run.outputLines.count == 1)
        #expect(run.output.contains(#""ruleId":"command.download_and_run""#))
    }

    @Test(arguments: [
        ["skill", "scan", "notes@0"], ["skill", "scan", "notes@1", "--sarif", "--json"],
        ["skill", "waiver", "add", "notes", "--reason", "r"],
        ["skill", "waiver", "add", "notes", "--rule", "r", "--days", "91", "--reason", "r"],
    ])
    func wrongUsageEndsWithTwo(_ arguments: [String]) async {
        #expect(await skillyard(arguments).status == .usage)
    }
}
