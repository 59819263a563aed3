import Contract

/// The skills extension of the protocol (`io.modelcontextprotocol/skills`): skills for agents to use from here.
///
/// What would not be installed is not handed to agents this way either.
extension Conversation {
    /// What every host has to be able to take; larger skills are not offered.
    private static let maximum = (files: 512, bytes: 16 << 20)

    func publishedSkills(_ request: RPCRequest) async throws -> RPCResult {
        let page = PageRequest(limit: Self.skillsPerPage, cursor: try request.cursor())
        let skills = try await plane.skills(SkillQuery(state: .active, page: page))
        var entries: [JSONValue] = []
        for skill in skills.items {
            if let entry = try await entry(of: skill) { entries.append(entry) }
        }
        var members: [String: JSONValue] = ["skills": .array(entries)]
        members["nextCursor"] = skills.nextCursor.map { .string($0) }
        return RPCResult(members, freshFor: .seconds(10))
    }

    func publishedSkill(_ request: RPCRequest) async throws -> RPCResult {
        let uri = try request.text("uri")
        guard case .published(ResourceAddress.manifest, let name)? = ResourceAddress(uri),
            let entry = try await entry(of: try await plane.skill(name))
        else { throw RPCFailure(.invalidParams, "There is no such skill.", data: ["uri": .string(uri)]) }
        return RPCResult(["skill": entry], freshFor: .seconds(10))
    }

    /// The version that agents get; nil where they get none.
    func publishedVersion(of skill: SkillView) async throws(Problem) -> SkillVersionView? {
        guard skill.state == .active else { return nil }
        do {
            let version = try await plane.version(skill.latestVersion, of: skill.name)
            guard version.yankedAt == nil, version.fileCount <= Self.maximum.files,
                version.size <= Self.maximum.bytes,
                version.files.contains(where: { $0.path == ResourceAddress.manifest }),
                // Who is offered a skill has to be able to read all of it.
                version.files.allSatisfy({ $0.size <= Self.maximumFileBytes }),
                try await isVouchedFor(version)
            else { return nil }
            let scan = try await plane.scan(version: version.version, of: skill.name)
            return scan.verdict == .blocked ? nil : version
        } catch {
            // It went away while the list was read.
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    /// As plans have it: once a skill was signed, a version of another signer or of none has to be accepted.
    private func isVouchedFor(_ version: SkillVersionView) async throws(Problem) -> Bool {
        if let signature = version.signature { return signature.signer != nil }
        let signers = try await plane.signers(of: version.skill).items
        // The key of a skill's first signature is accepted with it.
        let isGuarded = signers.contains { $0.keyID != nil }
        return !isGuarded || signers.contains { $0.version == version.version }
    }

    private func entry(of skill: SkillView) async throws(Problem) -> JSONValue? {
        guard let version = try await publishedVersion(of: skill) else { return nil }
        let manifest = try await plane.file(
            ResourceAddress.manifest,
            ofVersion: version.version,
            of: skill.name
        )
        guard let frontmatter = ManifestFields(manifest.bytes)?.json,
            frontmatter["name"]?.string == skill.name, frontmatter["description"]?.string != nil
        else { return nil }
        let files = version.files.map { file -> JSONValue in
            [
                "uri": .string(ResourceAddress.published(file: file.path, of: skill.name).uri),
                "digest": .string("sha256:" + file.sha256), "size": .integer(file.size),
            ]
        }
        return [
            "uri": .string(ResourceAddress.published(file: ResourceAddress.manifest, of: skill.name).uri),
            "frontmatter": frontmatter,
            "resources": .array(files),
        ]
    }
}
