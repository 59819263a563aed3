import Contract
import Crypto

/// The gravest findings of all files, and how many there were beside them.
struct FindingList {
    /// At most so many are listed.
    private static let most = 500

    private var findings: [ScanFinding] = []
    private var omitted = 0
    private var omittedBlocks = 0

    mutating func add(_ notes: FileNotes) {
        findings += notes.findings
        omitted += notes.omitted
        omittedBlocks += notes.omittedBlocks
        if findings.count > 2 * Self.most { cut(to: Self.most) }
    }

    /// The report, which stays blocked as long as a block is not listed, whatever is waived.
    func report(digest: String, rulesVersion: Int) -> ScanReport {
        var list = self
        list.cut(to: Self.most)
        if list.omittedBlocks > 0 {
            list.cut(to: Self.most - 1)
            list.findings.append(unlisted(list.omittedBlocks))
        }
        return ScanReport(
            digest: digest,
            rulesVersion: rulesVersion,
            findings: Self.inOrder(list.findings),
            omitted: list.omitted
        )
    }

    private mutating func cut(to most: Int) {
        findings = Self.inOrder(findings)
        guard findings.count > most else { return }
        omitted += findings.count - most
        omittedBlocks += findings[most...].count { $0.level == .block }
        findings.removeSubrange(most...)
    }

    private func unlisted(_ count: Int) -> ScanFinding {
        ScanFinding(
            id: hexadecimal(SHA256.hash(data: Array(ScanRule.unlisted.rawValue.utf8)).prefix(8)),
            rule: ScanRule.unlisted.rawValue,
            as: nil,
            level: .block,
            path: SkillFile.manifest,
            line: nil,
            "\(count, as: "count") further findings block and are not listed.",
            fix: ScanRule.unlisted.fix
        )
    }

    private static func inOrder(_ findings: [ScanFinding]) -> [ScanFinding] {
        findings.sorted { one, other in
            if one.level != other.level { return one.level > other.level }
            if one.path != other.path { return one.path.precedesInBytes(other.path) }
            return (one.line ?? 0, one.rule) < (other.line ?? 0, other.rule)
        }
    }
}
