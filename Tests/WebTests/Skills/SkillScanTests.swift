import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// SEC-03: a skill's page shows what the safety scan found, and what that does not mean.
@Suite struct SkillScanTests {
    @Test(arguments: [
        (Language.english, "No findings does not mean safe."), (.korean, "안전하다는 뜻은 아닙니다."),
    ])
    func thePageNamesEveryFindingWithItsPlace(_ language: Language, _ notice: String) async throws {
        try await PageSite().test { client in
            let answer = try await client.browse(.get, "/skills/release-notes", language: language)
            #expect(answer.status == .ok)
            for text in [notice, "scripts/notes.sh:3", "command.download_and_run", "The installer is ours."] {
                #expect(answer.text.contains(text), "\(text)")
            }
        }
    }

    @Test func aLongReportIsCutAndSaysSo() throws {
        let finding = ScanFinding(
            id: "1",
            rule: "r",
            level: .note,
            path: "a.sh",
            line: nil,
            message: "m",
            fix: "f"
        )
        let findings = Array(repeating: finding, count: 60)
        let report = ScanReport(digest: "d", rulesVersion: 1, findings: findings, omitted: 5)
        let sample: SkillScan = try Fixtures.value("getSkillScan")
        let scan = SkillScan(
            skill: sample.skill,
            version: sample.version,
            scannedAt: sample.scannedAt,
            verdict: report.verdict,
            report: report,
            waivers: []
        )
        let subject = SkillSubject(
            skill: try Fixtures.value("getSkill"),
            version: try Fixtures.value("getSkillVersion")
        )
        let section = SkillScanSection(scan, subject, try Languages()[.english])
        #expect(section.lines.count == 50)
        #expect(section.more?.contains("15") == true)
        #expect(section.lines.first?.place == "a.sh")
    }
}
