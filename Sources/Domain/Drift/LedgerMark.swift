package import Contract

/// What the ledger says of one place.
package struct LedgerEntry: Equatable, Sendable {
    package let skillID: SkillID
    package let skill: String
    package let installed: InstallTask.Installed

    package init(skillID: SkillID, skill: String, installed: InstallTask.Installed) {
        self.skillID = skillID
        self.skill = skill
        self.installed = installed
    }
}

/// The ledger of one provider at a moment, and where somebody was at work.
package struct LedgerMark: Equatable, Sendable {
    package let entries: [SkillID: LedgerEntry]
    /// Skills with a target that waits, runs, or ended since the read began: what was read of them proves nothing.
    package let busy: Set<SkillID>

    package init(entries: [SkillID: LedgerEntry], busy: Set<SkillID>) {
        self.entries = entries
        self.busy = busy
    }

    /// The skills that cannot be told of, given how it stood before a provider was read and how it stands after.
    ///
    /// - Parameter later: The same place after the read.
    /// - Returns: Those that somebody was at, or whose entry is another one by now.
    package func unsettled(by later: LedgerMark) -> Set<SkillID> {
        let moved = Set(entries.keys).union(later.entries.keys).filter { entries[$0] != later.entries[$0] }
        return busy.union(later.busy).union(moved)
    }
}
