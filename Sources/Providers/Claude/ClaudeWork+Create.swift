import Contract
import Domain

/// Creating, and finding out whether it happened.
extension ClaudeWork {
    /// In the display name of the skill this task creates, and nowhere else.
    var tag: String { "\(Self.mark)\(attempt.order.task)]" }

    /// The task whose mark the skill bears.
    static func task(of skill: ClaudeSkill) -> TaskID? {
        guard let mark = skill.displayName.firstRange(of: mark), skill.displayName.hasSuffix("]") else {
            return nil
        }
        return TaskID(rawValue: String(skill.displayName[mark.upperBound...].dropLast()))
    }

    /// Creates the skill; `again` after an earlier request got lost.
    ///
    /// That one may still take effect after we looked, so we look once more afterwards.
    func create(
        _ bundle: SkillBundle,
        since: Timestamp,
        again: Bool = false
    ) async throws(ProviderFailure) -> RemoteReference {
        try await begin(.create(since: since))
        let skill = try await service.create(bundle, displayName: "\(bundle.name) \(tag)")
        if again, let oldest = try await created(since: since) { return oldest }
        return RemoteReference(id: skill.id, version: skill.latestVersionID)
    }

    /// What a lost request created, if it did: the oldest with this task's tag; further ones are deleted.
    func created(since: Timestamp) async throws(ProviderFailure) -> RemoteReference? {
        var matches: [ClaudeSkill] = []
        var page: String?
        repeat {
            let list = try await service.skills(page: page)
            matches += list.data.filter { $0.displayName.contains(tag) }
            page = list.data.last.map { $0.createdAt >= since } == true ? list.nextPage : nil
        } while page != nil
        guard let oldest = matches.last else { return nil }
        if attempt.mayWrite {
            for duplicate in matches.dropLast() { try await service.delete(duplicate.id) }
        }
        return RemoteReference(id: oldest.id, version: oldest.latestVersionID)
    }

    func createVersion(
        _ bundle: SkillBundle,
        of skill: String,
        since: Timestamp,
        newest: String,
        again: Bool = false
    ) async throws(ProviderFailure) -> RemoteReference {
        try await begin(.createVersion(skill: skill, since: since, newest: newest))
        let version = try await service.createVersion(bundle, of: skill)
        if again, let oldest = try await createdVersion(bundle, of: skill, since: since, newest: newest) {
            return oldest
        }
        return RemoteReference(id: skill, version: version.id)
    }

    /// The version a lost request created, if it did: the oldest match; further ones are deleted.
    func createdVersion(
        _ bundle: SkillBundle,
        of skill: String,
        since: Timestamp,
        newest: String
    ) async throws(ProviderFailure) -> RemoteReference? {
        var matches: [ClaudeVersion] = []
        let versions = try await unlessGone { () async throws(ProviderFailure) in
            try await newVersions(of: skill, since: since, newest: newest)
        }
        for version in versions ?? [] where version.name == bundle.name {
            if try await isSame(version, of: skill, as: bundle) { matches.append(version) }
        }
        guard let oldest = matches.last else { return nil }
        if attempt.mayWrite {
            for duplicate in matches.dropLast() { try await service.deleteVersion(duplicate.id, of: skill) }
        }
        return RemoteReference(id: skill, version: oldest.id)
    }

    private func newVersions(
        of skill: String,
        since: Timestamp,
        newest: String
    ) async throws(ProviderFailure) -> [ClaudeVersion] {
        var all: [ClaudeVersion] = []
        var page: String?
        repeat {
            let list = try await service.versions(of: skill, page: page)
            let fresh = list.data.prefix { $0.id != newest && $0.createdAt >= since }
            all += fresh
            page = fresh.count == list.data.count ? list.nextPage : nil
        } while page != nil
        return all
    }

    /// Compares content; where it may not be downloaded, the description has to do.
    private func isSame(
        _ version: ClaudeVersion,
        of skill: String,
        as bundle: SkillBundle
    ) async throws(ProviderFailure) -> Bool {
        do {
            return SkillContent.isSame(
                try await service.content(of: skill, version: version.id),
                bundle.files
            )
        } catch {
            guard [.permissionDenied, .notFound, .conflict].contains(error.code) else { throw error }
            return version.description == bundle.description
        }
    }

    /// The newest version of a skill, or nil when the provider has it no more.
    func newestVersion(of skill: String) async throws(ProviderFailure) -> ClaudeVersion? {
        let versions = try await unlessGone { () async throws(ProviderFailure) in
            try await service.versions(of: skill, limit: 1)
        }
        return versions?.data.first
    }
}
