import Contract

extension ClaudeSimulator {
    func create(_ call: Call) throws(Refusal) -> Reply {
        let form = try ClaudeUpload.form(of: call)
        let content = try ClaudeUpload.content(of: form, behavior)
        let time = now().description
        let record = ClaudeRecord(
            id: "skill_01" + RandomText.base58(22),
            displayName: form.displayName ?? content.name,
            created: time,
            updated: time,
            versions: [newVersion(content, time)]
        )
        try skills.change { $0[record.id] = record }
        return .json(record.json)
    }

    func createVersion(of id: String, _ call: Call) throws(Refusal) -> Reply {
        guard id.hasPrefix("skill_") else { throw Refusal(400, "Invalid skill_id format: \(id)") }
        let content = try ClaudeUpload.content(of: try ClaudeUpload.form(of: call), behavior)
        let version = newVersion(content, now().description)
        try skills.change { (records) throws(Refusal) in
            guard var record = records[id] else { throw .noClaudeSkill(id) }
            guard content.name == record.name else {
                throw Refusal(
                    400,
                    "Skill name '\(content.name)' in SKILL.md must be consistent across all versions for a "
                        + "given `skill_id`. Expected '\(record.name)'."
                )
            }
            record.versions.append(version)
            record.updated = version.created
            records[id] = record
        }
        return .json(version.json(skill: id))
    }

    /// Takes all versions along.
    func delete(_ id: String) throws(Refusal) -> Reply {
        guard id.hasPrefix("skill_") else { throw Refusal(400, "Invalid skill_id format: \(id)") }
        try skills.change { (records) throws(Refusal) in
            guard records[id] != nil else { throw .noClaudeSkill(id) }
            records[id] = nil
        }
        return .json(["id": .string(id), "type": "skill_deleted"])
    }

    func deleteVersion(_ version: String, of id: String) throws(Refusal) -> Reply {
        let time = now().description
        try skills.change { (records) throws(Refusal) in
            guard var record = records[id] else { throw .noClaudeSkill(id) }
            guard version != "latest" else { throw .latestRefused("deleting", record) }
            try Self.checkVersionID(version)
            guard record.version(version) != nil else { throw .noClaudeVersion(version, of: id) }
            guard record.versions.count > 1 else {
                throw Refusal(
                    400,
                    "cannot delete a Skill's only version. Delete the Skill, or create another version first"
                )
            }
            record.versions.removeAll { $0.id == version }
            record.updated = time
            records[id] = record
        }
        return .json(["id": .string(version), "type": "skill_version_deleted"])
    }

    private func newVersion(_ content: StoredContent, _ time: String) -> ClaudeRecord.Version {
        ClaudeRecord.Version(id: "skver_01" + RandomText.base58(22), created: time, content: content)
    }
}
