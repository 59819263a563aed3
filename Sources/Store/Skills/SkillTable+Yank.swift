package import Contract

extension SkillTable {
    /// Keeps a version from being installed anew; nil when there is none such.
    ///
    /// Yanking again changes nothing: the first time and reason stay.
    package func yank(
        version number: Int,
        of name: String,
        reason: String,
        at now: Timestamp
    ) throws -> SkillVersionView? {
        guard let id = try lock(name) else { return nil }
        let yanked = try connection.run(
            """
            UPDATE skill_versions SET yanked_at = \(now), yank_reason = \(reason)
            WHERE skill_id = \(id) AND version = \(number) AND yanked_at IS NULL RETURNING version
            """
        )
        if !yanked.isEmpty {
            try chooseLatest(of: id, at: now)
            try refreshSearch(of: id)
        }
        return try version(number, of: name)
    }

    /// A version as it stays until the transaction ends; nil when there is none such.
    package func lockedVersion(_ number: Int, of name: String) throws -> SkillVersionView? {
        guard try lock(name) != nil else { return nil }
        return try version(number, of: name)
    }

    /// Locking the skill first, as registering does, keeps the two from deciding upon each other's past.
    private func lock(_ name: String) throws -> SkillID? {
        let rows = try connection.run("SELECT id FROM skills WHERE name = \(name) \(.forUpdate)")
        return try rows.first?.identifier("id")
    }

    /// Points the skill at its newest version that is not yanked, or at its newest of all.
    private func chooseLatest(of id: SkillID, at now: Timestamp) throws {
        let rows = try connection.run(
            """
            SELECT version, description, yanked_at FROM skill_versions WHERE skill_id = \(id)
            ORDER BY CASE WHEN yanked_at IS NULL THEN 0 ELSE 1 END, version DESC LIMIT 1
            """
        )
        guard let latest = rows.first else { return }
        let state = latest.optionalTime("yanked_at") == nil ? SkillState.active : .yanked
        try connection.run(
            """
            UPDATE skills SET latest_version = \(latest.integer("version")),
                   description = \(latest.text("description")), state = \(state), updated_at = \(now)
            WHERE id = \(id)
            """
        )
    }
}
