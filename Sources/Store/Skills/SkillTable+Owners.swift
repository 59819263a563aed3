package import Contract

extension SkillTable {
    /// The owner of each of these skills.
    package func owners(of skills: some Sequence<SkillID>) throws(StoreError) -> [SkillID: String] {
        var owners: [SkillID: String] = [:]
        for group in Array(Set(skills)).sorted().statementGroups(for: connection.dialect) {
            for row in try connection.run("SELECT id, owner FROM skills WHERE id \(among: group)") {
                owners[try row.identifier("id")] = try row.text("owner")
            }
        }
        return owners
    }

    /// The owner of the skill with this name; nil when there is none.
    package func owner(named name: String) throws(StoreError) -> String? {
        guard let row = try connection.run("SELECT owner FROM skills WHERE name = \(name)").first else {
            return nil
        }
        return try row.text("owner")
    }

    /// Whether a namespace has skills.
    package func hasSkills(of owner: String) throws(StoreError) -> Bool {
        try !connection.run("SELECT 1 AS one FROM skills WHERE owner = \(owner) LIMIT 1").isEmpty
    }

    /// Whether something of a namespace is installed on a provider.
    package func hasInstalled(of owner: String, on provider: ProviderID) throws(StoreError) -> Bool {
        try !connection.run(
            """
            SELECT 1 AS one FROM installations AS i JOIN skills AS s ON s.id = i.skill_id
            WHERE i.provider_id = \(provider) AND s.owner = \(owner) LIMIT 1
            """
        ).isEmpty
    }
}
