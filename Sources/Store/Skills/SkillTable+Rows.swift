import Contract

extension SkillTable {
    static let skillColumns: Query = """
        s.id, s.name, s.description, s.state, s.owner, s.tags, s.latest_version, s.version_count,
        s.created_at, s.updated_at
        """

    static let versionColumns: Query = """
        v.skill_id, v.version, v.digest, v.description, v.license, v.compatibility, v.files, v.file_count, v.size,
        v.findings, v.created_by, v.created_at, v.yanked_at, v.yank_reason
        """

    /// Skills as people see them, with the providers they are installed on.
    func views(of rows: [Row]) throws -> [SkillView] {
        guard !rows.isEmpty else { return [] }
        var installed: [String: [ProviderID]] = [:]
        let ids = try rows.map { try $0.text("id") }
        let installations = try connection.run(
            """
            SELECT skill_id, provider_id FROM installations
            WHERE skill_id IN (\(list: ids)) ORDER BY skill_id, provider_id
            """
        )
        for row in installations {
            installed[try row.text("skill_id"), default: []].append(try row.identifier("provider_id"))
        }
        return try rows.map { row in
            SkillView(
                id: try row.identifier("id"),
                name: try row.text("name"),
                description: try row.text("description"),
                state: try row.word("state"),
                owner: try row.text("owner"),
                tags: try row.json("tags"),
                latestVersion: try row.int("latest_version"),
                versionCount: try row.int("version_count"),
                createdAt: try row.time("created_at"),
                updatedAt: try row.time("updated_at"),
                installedOn: installed[try row.text("id")] ?? []
            )
        }
    }
}

extension SkillVersionView {
    /// With the signature it has among the skill's.
    init(_ row: Row, skill: String, signatures: [Int: SkillSignatureView] = [:]) throws(StoreError) {
        self.init(
            skill: skill,
            version: try row.int("version"),
            digest: try row.text("digest"),
            description: try row.text("description"),
            license: row.optionalText("license"),
            compatibility: row.optionalText("compatibility"),
            fileCount: try row.int("file_count"),
            size: try row.int("size"),
            files: try row.json("files"),
            findings: try row.json("findings"),
            createdBy: try row.text("created_by"),
            createdAt: try row.time("created_at"),
            yankedAt: row.optionalTime("yanked_at"),
            yankReason: row.optionalText("yank_reason"),
            signature: signatures[try row.int("version")]
        )
    }
}
