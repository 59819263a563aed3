import Contract

/// Finding skills by any part of their name, description, tags or body.
///
/// Each database has an index of its own kind for this; it is kept in the transaction that changes the skill.
protocol SkillSearch {
    /// Conditions on the skill `s`, which all have to hold; none when the text has no words.
    func conditions(matching text: String) -> [Query]

    /// Makes the skill be found by this text, already folded, and no longer by the one before.
    func save(_ text: String, of skill: SkillID) throws(StoreError)
}

extension Connection {
    var skillSearch: any SkillSearch {
        switch dialect {
        case .sqlite: GramSearch(self)
        case .postgres: PairSearch(self)
        }
    }
}

extension SkillTable {
    /// Brings what a skill is found by up to date with its latest version.
    func refreshSearch(of id: SkillID) throws {
        let rows = try connection.run(
            """
            SELECT s.name, s.description, s.tags, v.body FROM skills AS s
            JOIN skill_versions AS v ON v.skill_id = s.id AND v.version = s.latest_version
            WHERE s.id = \(id)
            """
        )
        guard let row = rows.first else { return }
        let tags: [String] = try row.json("tags")
        let head = ([try row.text("name"), try row.text("description")] + tags).joined(separator: "\n")
        try connection.skillSearch.save("\(SearchText.folded(head))\n\(row.text("body"))", of: id)
    }
}
