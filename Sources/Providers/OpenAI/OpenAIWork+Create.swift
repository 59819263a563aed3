import Contract
import Domain

/// Creating, and finding out whether it happened.
extension OpenAIWork {
    /// Creates the skill; `again` after an earlier request got lost.
    ///
    /// That one may still take effect after we looked, so we look once more afterwards.
    func create(
        _ bundle: SkillBundle,
        since: Int,
        seen: [String],
        again: Bool = false
    ) async throws(ProviderFailure) -> RemoteReference {
        try await begin(.create(since: since, seen: seen))
        let skill = try await service.create(bundle)
        if again, let oldest = try await created(bundle, since: since, seen: seen) { return oldest }
        return RemoteReference(id: skill.id, version: skill.latestVersion)
    }

    /// What a lost request created, if it did: the oldest match; further ones are deleted.
    func created(
        _ bundle: SkillBundle,
        since: Int,
        seen: [String]
    ) async throws(ProviderFailure) -> RemoteReference? {
        var matches: [OpenAISkill] = []
        for skill in try await skills(since: since)
        where skill.name == bundle.name && !seen.contains(skill.id) {
            let content = try await unlessGone { () async throws(ProviderFailure) in
                try await service.content(of: skill.id)
            }
            if let content, SkillContent.isSame(content, bundle.files) { matches.append(skill) }
        }
        // The list is newest first, and nothing tells two of one second apart but their order.
        guard let oldest = matches.last else { return nil }
        if attempt.mayWrite {
            for duplicate in matches.dropLast() { try await service.delete(duplicate.id) }
        }
        return RemoteReference(id: oldest.id, version: oldest.latestVersion)
    }

    private func skills(since: Int) async throws(ProviderFailure) -> [OpenAISkill] {
        var all: [OpenAISkill] = []
        var after: String?
        repeat {
            let page = try await service.skills(after: after)
            all += page.data.filter { $0.createdAt >= since }
            let goesOn = page.hasMore && (page.data.last?.createdAt ?? 0) >= since
            after = goesOn ? page.data.last?.id : nil
        } while after != nil
        return all
    }

    func createVersion(
        _ bundle: SkillBundle,
        of skill: String,
        after: Int,
        again: Bool = false
    ) async throws(ProviderFailure) -> RemoteReference {
        try await begin(.createVersion(skill: skill, after: after))
        var version = try await service.createVersion(bundle, of: skill).version
        if again, let oldest = try await createdVersion(bundle, of: skill, after: after) { version = oldest }
        return try await makeDefault(version, of: skill)
    }

    /// The version a lost request created, if it did: the oldest match; further ones are deleted.
    func createdVersion(
        _ bundle: SkillBundle,
        of skill: String,
        after: Int
    ) async throws(ProviderFailure) -> String? {
        var matches: [OpenAIVersion] = []
        let versions = try await unlessGone { () async throws(ProviderFailure) in
            try await newVersions(of: skill, after: after)
        }
        for version in versions ?? [] {
            let content = try await service.content(of: skill, version: version.version)
            if SkillContent.isSame(content, bundle.files) { matches.append(version) }
        }
        guard let oldest = matches.min(by: { $0.number < $1.number }) else { return nil }
        if attempt.mayWrite {
            for duplicate in matches where duplicate.number != oldest.number {
                try await service.deleteVersion(duplicate.version, of: skill)
            }
        }
        return oldest.version
    }

    private func newVersions(of skill: String, after: Int) async throws(ProviderFailure) -> [OpenAIVersion] {
        var all: [OpenAIVersion] = []
        var cursor: String?
        repeat {
            let page = try await service.versions(of: skill, after: cursor)
            all += page.data.filter { $0.number > after }
            let goesOn = page.hasMore && (page.data.last?.number ?? 0) > after
            cursor = goesOn ? page.data.last?.id : nil
        } while cursor != nil
        return all
    }

    /// The highest version number of a skill, or nil when the provider has it no more.
    func newestVersion(of skill: String) async throws(ProviderFailure) -> Int? {
        let versions = try await unlessGone { () async throws(ProviderFailure) in
            try await service.versions(of: skill)
        }
        return versions?.data.map(\.number).max()
    }
}
