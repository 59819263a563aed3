import App
import Contract
import Fixtures
import Testing

@Suite struct CLIScanTests {
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
