package import Contract

/// One place where a provider does not hold what the ledger says.
package struct Drift: Equatable, Sendable {
    /// What stands there instead.
    package struct Found: Codable, Equatable, Sendable {
        package let remote: RemoteReference
        /// Of the content, where it was read.
        package let digest: String?
        /// The version of the skill that has this content; nil when none has, or it was not read.
        package let version: Int?

        package init(remote: RemoteReference, digest: String? = nil, version: Int? = nil) {
            self.remote = remote
            self.digest = digest
            self.version = version
        }
    }

    package let kind: DriftKind
    package let skillID: SkillID
    package let skill: String
    /// What the ledger says; nil for what it does not know.
    package let expected: InstallTask.Installed?
    /// Nil for what is gone.
    package let found: Found?

    package init(
        _ kind: DriftKind,
        skillID: SkillID,
        skill: String,
        expected: InstallTask.Installed?,
        found: Found?
    ) {
        self.kind = kind
        self.skillID = skillID
        self.skill = skill
        self.expected = expected
        self.found = found
    }

    /// Whether somebody who looked at the other has looked at this: only then is it the same finding.
    package func isSame(as other: Drift) -> Bool {
        kind == other.kind && skillID == other.skillID && expected == other.expected && found == other.found
    }

    /// Whether this is what an open finding is about already: the same, or seen less closely this time.
    package func continues(_ open: Drift) -> Bool {
        if isSame(as: open) { return true }
        guard let found, let known = open.found, found.digest == nil else { return false }
        return skillID == open.skillID && expected == open.expected && found.remote == known.remote
    }

    /// What the ledger says once somebody accepts what stands there.
    ///
    /// - Returns: Nil in it when nothing does; nil when it is no version that is known.
    package var accepted: InstallTask.Installed?? {
        guard let found else { return .some(nil) }
        guard let version = found.version, let digest = found.digest else { return nil }
        let remote = RemoteReference(
            id: found.remote.id,
            version: found.remote.version ?? expected?.remote.version
        )
        return .some(InstallTask.Installed(version: version, digest: digest, remote: remote))
    }
}
