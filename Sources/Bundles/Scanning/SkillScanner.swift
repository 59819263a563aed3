package import Contract
package import Domain

/// Looks for what is dangerous in a skill, by what the files say alone: nothing is run, fetched or looked up.
///
/// The same files give the same report, and the time is linear in their bytes.
package enum SkillScanner {
    /// Rises with every change that could change a report.
    package static let rulesVersion = 3

    /// Looks through every file.
    ///
    /// - Parameters:
    ///   - files: Of the skill, in any order.
    ///   - manifest: What SKILL.md says, as far as it could be read.
    ///   - digest: Of the files.
    /// - Returns: All that was found.
    package static func scan(_ files: [BundleFile], manifest: SkillManifest?, digest: String) -> ScanReport {
        var budget = ScanBudget()
        let paths = Set(files.map(\.path))
        let declaration = NetworkDeclaration(manifest, files: files)
        var list = FindingList()
        for file in files.sorted(by: { $0.path.precedesInBytes($1.path) }) {
            list.add(notes(on: file, among: paths, declaration, &budget))
        }
        return list.report(digest: digest, rulesVersion: rulesVersion)
    }

    private static func notes(
        on bundleFile: BundleFile,
        among paths: Set<String>,
        _ declaration: NetworkDeclaration,
        _ budget: inout ScanBudget
    ) -> FileNotes {
        let file = ScannedFile(bundleFile)
        var notes = FileNotes(path: file.path, declaration)
        ContentRules.read(file, among: paths, into: &notes)
        ConfigurationRules.read(file, into: &notes)
        NameRule.read(file, into: &notes)
        var reader = PassageReader(file, PassageRules.automaton)
        reader.read { passage, sets in
            for (index, rule) in PassageRules.all.enumerated() where sets >> UInt64(index) & 1 != 0 {
                guard budget.take(passage.text.count) else { return false }
                rule.read(passage, into: &notes)
                guard budget.take(notes.takeWork()) else { return false }
            }
            return true
        }
        if budget.isUsedUp {
            notes.add(.incomplete, .block, "There is too much to look at; the scan ended in this file.")
        }
        NetworkRules.conclude(file, &notes)
        return notes
    }
}

/// How much may be looked at closely, so that no content takes long.
struct ScanBudget {
    private var left = 8 << 20
    private(set) var isUsedUp = false

    mutating func take(_ bytes: Int) -> Bool {
        left -= bytes
        if left < 0 { isUsedUp = true }
        return left >= 0
    }
}
