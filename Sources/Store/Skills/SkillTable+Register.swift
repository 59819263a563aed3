package import Contract

extension SkillTable {
    /// Adds a version, and the skill when it is new.
    ///
    /// Content that the skill already has is found instead of added; a yanked version found so stays yanked.
    /// Numbers rise by one and are never given twice.
    package func register(_ new: NewSkillVersion, at now: Timestamp) throws -> SkillRegistration {
        if let created = try create(new, at: now) { return created }
        let known = try connection.run(
            "SELECT id, tags, version_count FROM skills WHERE name = \(new.name) \(.forUpdate)"
        ).first
        guard let known else { throw StoreError.conflict }
        let id: SkillID = try known.identifier("id")
        if let existing = try version(of: id, digest: new.digest) {
            if let tags = new.tags, try known.json("tags") != tags {
                try replaceTags(of: id, by: tags, at: now)
            }
            return SkillRegistration(created: false, version: try view(of: existing, skill: new.name))
        }
        let number = try known.int("version_count") + 1
        try insertVersion(new, number: number, of: id, at: now)
        try connection.run(
            """
            UPDATE skills SET description = \(new.description), state = \(SkillState.active),
                   latest_version = \(number), version_count = \(number), updated_at = \(now)
            WHERE id = \(id)
            """
        )
        if let tags = new.tags { try saveTags(tags, of: id) }
        try refreshSearch(of: id)
        return try registration(of: id, digest: new.digest, name: new.name)
    }

    /// - Returns: nil when there is a skill of that name, also one that somebody else has just made.
    private func create(_ new: NewSkillVersion, at now: Timestamp) throws -> SkillRegistration? {
        let id = SkillID.make(at: now)
        let inserted = try connection.run(
            """
            INSERT INTO skills (id, name, description, owner, tags, state, latest_version, version_count,
                                created_at, updated_at)
            VALUES (\(id), \(new.name), \(new.description), \(new.owner), '[]', \(SkillState.active), 1, 1,
                    \(now), \(now))
            ON CONFLICT (name) DO NOTHING RETURNING id
            """
        )
        guard !inserted.isEmpty else { return nil }
        try insertVersion(new, number: 1, of: id, at: now)
        if let tags = new.tags { try saveTags(tags, of: id) }
        try refreshSearch(of: id)
        return try registration(of: id, digest: new.digest, name: new.name)
    }

    private func registration(of id: SkillID, digest: String, name: String) throws -> SkillRegistration {
        guard let row = try version(of: id, digest: digest) else { throw StoreError.conflict }
        return SkillRegistration(created: true, version: try SkillVersionView(row, skill: name))
    }

    private func version(of id: SkillID, digest: String) throws -> Row? {
        try connection.run(
            "SELECT \(Self.versionColumns) FROM skill_versions AS v WHERE v.skill_id = \(id) AND v.digest = \(digest)"
        ).first
    }

    private func insertVersion(_ new: NewSkillVersion, number: Int, of id: SkillID, at now: Timestamp) throws
    {
        try BundleTable(connection).save(new.archive, digest: new.digest, at: now)
        try connection.run(
            """
            INSERT INTO skill_versions (skill_id, version, digest, description, license, compatibility, files,
                                        file_count, size, findings, created_by, created_at, body)
            VALUES (\(id), \(number), \(new.digest), \(new.description), \(new.license), \(new.compatibility),
                    \(JSON.text(new.files)), \(new.files.count), \(new.size), \(JSON.text(new.findings)),
                    \(new.createdBy), \(now), \(SearchText.body(new.body)))
            """
        )
    }

    private func replaceTags(of id: SkillID, by tags: [String], at now: Timestamp) throws {
        try saveTags(tags, of: id)
        try connection.run("UPDATE skills SET updated_at = \(now) WHERE id = \(id)")
        try refreshSearch(of: id)
    }

    private func saveTags(_ tags: [String], of id: SkillID) throws {
        try connection.run("UPDATE skills SET tags = \(JSON.text(tags)) WHERE id = \(id)")
        try connection.run("DELETE FROM skill_tags WHERE skill_id = \(id)")
        for tag in Set(tags) {
            try connection.run("INSERT INTO skill_tags (skill_id, tag) VALUES (\(id), \(tag))")
        }
    }
}
