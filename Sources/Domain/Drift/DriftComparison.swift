package import Contract

/// What reading a skill's content back has shown.
package enum ContentReading: Equatable, Sendable {
    /// The content of the ledger's version.
    case same
    /// Other content; the version of the skill that has it, if one has.
    case other(digest: String, version: Int?)
    /// The provider holds nothing there.
    case gone
}

/// Compares what a provider holds with the ledger.
///
/// It asks nobody: what was read, and how the ledger stood, is all it knows, so the same always comes to the same.
package struct DriftComparison: Equatable, Sendable {
    /// What was read of one provider.
    package struct Reading: Sendable {
        package let held: [RemoteSkill]
        /// Of those whose content was read, or that were asked for by themselves.
        package let contents: [SkillID: ContentReading]
        /// Skills that tasks of ours once put there, by their id at the provider.
        package let known: [String: (id: SkillID, name: String)]

        package init(
            held: [RemoteSkill],
            contents: [SkillID: ContentReading],
            known: [String: (id: SkillID, name: String)]
        ) {
            self.held = held
            self.contents = contents
            self.known = known
        }
    }

    /// By skill name.
    package private(set) var drifts: [Drift] = []
    /// Places that are as the ledger says, as far as could be seen.
    package private(set) var sound: Set<SkillID> = []
    /// Those of them whose content was compared, too.
    package private(set) var verified: Set<SkillID> = []
    /// Skills that Skillyard has nothing to do with, or a second copy.
    package private(set) var others = 0

    /// - Parameters:
    ///   - ledger: What should stand there.
    ///   - unsettled: Skills of which nothing can be said now.
    ///   - reading: What was read.
    package init(_ ledger: [SkillID: LedgerEntry], leavingOut unsettled: Set<SkillID>, _ reading: Reading) {
        let held = Dictionary(reading.held.map { ($0.reference.id, $0) }) { first, _ in first }
        for entry in ledger.values where !unsettled.contains(entry.skillID) {
            look(at: entry, held[entry.installed.remote.id], reading.contents[entry.skillID])
        }
        let placed = Set(ledger.values.map(\.installed.remote.id))
        var seen = Set(ledger.keys)
        for skill in reading.held where !placed.contains(skill.reference.id) {
            guard let owner = reading.known[skill.reference.id], !unsettled.contains(owner.id),
                seen.insert(owner.id).inserted
            else {
                others += 1
                continue
            }
            drifts.append(Self.unexpected(skill, owner, reading.contents[owner.id]))
        }
        drifts.sort { ($0.skill, $0.skillID) < ($1.skill, $1.skillID) }
    }

    private mutating func look(at entry: LedgerEntry, _ skill: RemoteSkill?, _ content: ContentReading?) {
        let expected = entry.installed
        // What a list lacks may stand on a page that moved meanwhile: only asking for it by itself says so.
        let remote = skill?.reference ?? expected.remote
        let isMoved = remote.version.map { $0 != expected.remote.version } ?? false
        switch content {
        case .gone: add(.missing, entry, nil)
        case .other(let digest, let version):
            add(.contentChanged, entry, .init(remote: remote, digest: digest, version: version))
        case .same where isMoved:
            let found = Drift.Found(remote: remote, digest: expected.digest, version: expected.version)
            add(.versionChanged, entry, found)
        case .same:
            sound.insert(entry.skillID)
            verified.insert(entry.skillID)
        case nil where skill == nil: break
        case nil where isMoved: add(.versionChanged, entry, .init(remote: remote))
        case nil: sound.insert(entry.skillID)
        }
    }

    private mutating func add(_ kind: DriftKind, _ entry: LedgerEntry, _ found: Drift.Found?) {
        drifts.append(
            Drift(
                kind,
                skillID: entry.skillID,
                skill: entry.skill,
                expected: entry.installed,
                found: found
            )
        )
    }

    private static func unexpected(
        _ skill: RemoteSkill,
        _ owner: (id: SkillID, name: String),
        _ content: ContentReading?
    ) -> Drift {
        let found: Drift.Found =
            if case .other(let digest, let version) = content {
                .init(remote: skill.reference, digest: digest, version: version)
            } else {
                .init(remote: skill.reference)
            }
        return Drift(.unexpected, skillID: owner.id, skill: owner.name, expected: nil, found: found)
    }

    /// The skills that are to be looked at more closely, the most urgent first.
    ///
    /// What the list lacks and what is in use at another version comes first, then what was found to differ before,
    /// then the others by name from where the last check stopped.
    ///
    /// - Parameters:
    ///   - ledger: What should stand there.
    ///   - held: What the provider lists.
    ///   - earlier: Skills that differed before.
    ///   - place: The name that the last check came to.
    /// - Returns: Entries of the ledger whose content is not known from the list.
    package static func toRead(
        _ ledger: [SkillID: LedgerEntry],
        _ held: [RemoteSkill],
        earlier: Set<SkillID>,
        after place: String?
    ) -> (urgent: [LedgerEntry], others: [LedgerEntry]) {
        let known = Dictionary(held.map { ($0.reference.id, $0) }) { first, _ in first }
        var (urgent, others): ([LedgerEntry], [LedgerEntry]) = ([], [])
        for entry in ledger.values {
            let skill = known[entry.installed.remote.id]
            let version = skill?.reference.version
            if skill == nil || version.map({ $0 != entry.installed.remote.version }) ?? false
                || earlier.contains(entry.skillID)
            {
                if skill?.digests.isEmpty ?? true { urgent.append(entry) }
            } else if skill?.digests.isEmpty ?? false {
                others.append(entry)
            }
        }
        let start = place ?? ""
        others.sort { ($0.skill <= start ? 1 : 0, $0.skill) < ($1.skill <= start ? 1 : 0, $1.skill) }
        urgent.sort { $0.skill < $1.skill }
        return (urgent, others)
    }
}
