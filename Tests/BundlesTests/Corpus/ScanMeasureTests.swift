import Bundles
import Contract
import Domain
import Testing

/// SEC-03: what the safety scan finds in the shared corpus, as `docs/scanner.md` publishes it.
@Suite struct ScanMeasureTests {
    /// How often a set of skills was flagged, by a warning or a block, and how often blocked.
    private struct Count {
        var all = 0
        var flagged = 0
        var blocked = 0

        mutating func add(_ report: ScanReport?) {
            all += 1
            flagged += (report?.verdict ?? .clean) == .clean ? 0 : 1
            blocked += report?.verdict == .blocked ? 1 : 0
        }

        var cells: [String] { ["\(all)", "\(flagged)", "\(blocked)"] }
    }

    @Test(SharedCorpus.required) func theLabelledCasesEndAsPublished() throws {
        var attacks = Count()
        var controls = Count()
        for (item, archive) in try AdversarialCorpusTests.cases() {
            // Where links lead is the inspection's to say.
            let isAttack =
                item.group == "content" && item.expected == "warn" && item.code?.hasPrefix("REF") == false
            let isControl = ["content", "baseline"].contains(item.group) && item.expected == "accept"
            guard isAttack || isControl else { continue }
            let outcome = IntakeOutcome(of: archive)
            if isAttack {
                attacks.add(outcome.scan)
                #expect(outcome.matches(item.answers[0]), "\(item.id): \(outcome)")
            } else {
                controls.add(outcome.scan)
                #expect(outcome.answersOneOf(item.answers), "\(item.id): \(outcome)")
            }
        }
        print("content attacks: \(attacks), controls: \(controls)")
        #expect(attacks.flagged * 10 >= attacks.all * 9)
        #expect(controls.blocked == 0)
        try expectPublished("content attacks", attacks)
        try expectPublished("negative controls", controls)
        let page = try DocumentedTable(under: "## Measured", in: "docs/scanner.md")
        let precision = 100 * attacks.flagged / (attacks.flagged + controls.flagged)
        #expect(page.row("precision")?[1] == "\(precision) %")
        #expect(page.row("recall")?[1] == "\(100 * attacks.flagged / attacks.all) %")
    }

    @Test(SharedCorpus.required) func fewRealSkillsAreFlaggedAsPublished() throws {
        var count = Count()
        var rules: [String: Int] = [:]
        for (folder, files) in try RealSkillsTests.skills().sorted(by: { $0.key < $1.key }) {
            let skill = SkillInspection.inspect(UnpackedSkill(files: files, topFolder: nil))
            let report = SkillScanner.scan(files, manifest: skill.manifest, digest: skill.digest)
            count.add(report)
            for finding in Set(report.findings.filter { $0.level > .note }.map(\.rule)) {
                rules[finding, default: 0] += 1
            }
            for finding in report.findings where finding.level > .note {
                let place = "\(folder)/\(finding.path):\(finding.line ?? 0)"
                print("  \(finding.level.rawValue) \(finding.rule) \(place): \(finding.message)")
            }
        }
        print("real skills: \(count); \(rules.sorted { $0.value > $1.value })")
        #expect(count.all == 816)
        #expect(count.blocked * 100 <= count.all * 2)
        try expectPublished("real skills", count)
    }

    private func expectPublished(_ set: String, _ count: Count) throws {
        let table = try DocumentedTable(under: "### Sets", in: "docs/scanner.md")
        let row = try #require(table.row(set))
        #expect(Array(row.dropFirst().prefix(3)) == count.cells)
    }
}

extension IntakeOutcome {
    func answersOneOf(_ answers: [String]) -> Bool { answers.contains(where: matches) }
}
