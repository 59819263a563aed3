package import Contract

/// Skills and their versions.
package struct SkillTable {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func skill(named name: String) throws -> SkillView? {
        let rows = try connection.run("SELECT \(Self.skillColumns) FROM skills AS s WHERE s.name = \(name)")
        return try views(of: rows).first
    }

    /// The versions of a skill, newest first; nil when there is no such skill.
    package func versions(of name: String, page: PageRequest) throws -> Page<SkillVersionView>? {
        let place = try page.place(in: "versions", keys: 1)
        guard let skill = try connection.run("SELECT id FROM skills WHERE name = \(name)").first else {
            return nil
        }
        let before = try place?.integer(at: 0) ?? .max
        let rows = try connection.run(
            """
            SELECT \(Self.versionColumns) FROM skill_versions AS v
            WHERE v.skill_id = \(skill.text("id")) AND v.version < \(before)
            ORDER BY v.version DESC LIMIT \(page.boundedLimit + 1)
            """
        )
        let signatures = try SignatureTable(connection).signing(of: skill.identifier("id")).signatures
        let views = try rows.map { try SkillVersionView($0, skill: name, signatures: signatures) }
        return Page(views, limit: page.boundedLimit) { Cursor("versions", [String($0.version)]) }
    }

    package func version(_ number: Int, of name: String) throws -> SkillVersionView? {
        try connection.run(
            """
            SELECT \(Self.versionColumns) FROM skill_versions AS v
            WHERE v.skill_id = (SELECT id FROM skills WHERE name = \(name)) AND v.version = \(number)
            """
        ).first.map { try view(of: $0, skill: name) }
    }

    /// A version with its signature.
    func view(of row: Row, skill: String) throws -> SkillVersionView {
        let signing = try SignatureTable(connection).signing(of: row.identifier("skill_id"))
        return try SkillVersionView(row, skill: skill, signatures: signing.signatures)
    }

    /// What each selection means now: without a version, the newest that is not yanked.
    ///
    /// Selections of skills and versions that do not exist are absent from the answer.
    package func targets(
        for selections: [RunRequest.Selection]
    ) throws -> [RunRequest.Selection: InstallableVersion] {
        var found: [RunRequest.Selection: InstallableVersion] = [:]
        for selection in selections where found[selection] == nil {
            found[selection] = try target(for: selection)
        }
        return found
    }

    private func target(for selection: RunRequest.Selection) throws -> InstallableVersion? {
        let version: Query =
            if let version = selection.version {
                "v.version = \(version)"
            } else {
                // The latest version is a yanked one exactly when all are.
                "v.version = s.latest_version AND v.yanked_at IS NULL"
            }
        return try connection.run(
            """
            SELECT v.skill_id, v.version, v.digest, v.description, v.yanked_at
            FROM skills AS s JOIN skill_versions AS v ON v.skill_id = s.id
            WHERE s.name = \(selection.name) AND \(version)
            """
        ).first.map { row in
            InstallableVersion(
                skillID: try row.identifier("skill_id"),
                name: selection.name,
                version: try row.int("version"),
                digest: try row.text("digest"),
                description: try row.text("description"),
                yanked: row.optionalTime("yanked_at") != nil
            )
        }
    }
}
