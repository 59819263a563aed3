package import Contract

/// The names that a line of chat may speak of, read with few statements.
package struct ChatNames {
    /// A skill as chat needs it.
    package struct Skill: Equatable, Sendable {
        package let name: String
        package let latest: Int
        /// Versions are numbered from 1 without gaps.
        package let versions: Int
        package let state: SkillState
        package var tags: [String]
    }

    /// Differs whenever a skill may.
    package struct Stamp: Equatable, Sendable {
        let count: Int64
        let versions: Int64
        let latest: Int64
        let times: Int64
    }

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func stamp() throws(StoreError) -> Stamp {
        // The newest time alone would miss a change by a node whose clock is behind; a sum of times would not fit.
        let row = try connection.run(
            """
            SELECT count(*) AS n, CAST(COALESCE(sum(version_count), 0) AS BIGINT) AS versions,
                COALESCE(max(updated_at), 0) AS latest,
                CAST(COALESCE(sum(updated_at % 1000000007), 0) AS BIGINT) AS times FROM skills
            """
        ).first
        guard let row else { throw .corrupt("skills: no count") }
        return Stamp(
            count: try row.integer("n"),
            versions: try row.integer("versions"),
            latest: try row.integer("latest"),
            times: try row.integer("times")
        )
    }

    /// Those that changed last come first.
    package func skills(limit: Int) throws(StoreError) -> [Skill] {
        var (skills, places): ([Skill], [String: Int]) = ([], [:])
        for row in try connection.run(
            """
            SELECT id, name, latest_version, version_count, state FROM skills
            ORDER BY updated_at DESC, id DESC LIMIT \(limit)
            """
        ) {
            places[try row.text("id")] = skills.count
            skills.append(
                Skill(
                    name: try row.text("name"),
                    latest: try row.int("latest_version"),
                    versions: try row.int("version_count"),
                    state: try row.word("state"),
                    tags: []
                )
            )
        }
        for row in try connection.run("SELECT skill_id, tag FROM skill_tags ORDER BY skill_id, tag") {
            if let place = places[try row.text("skill_id")] { skills[place].tags.append(try row.text("tag")) }
        }
        return skills
    }

    /// The skill of each of these runs that has only one.
    package func skills(of runs: [RunID]) throws(StoreError) -> [RunID: String] {
        var found: [RunID: String] = [:]
        for group in runs.statementGroups(for: connection.dialect) {
            for row in try connection.run(
                """
                SELECT run_id, min(skill) AS first, max(skill) AS last FROM install_tasks
                WHERE run_id \(among: group) GROUP BY run_id
                """
            ) {
                let first = try row.text("first")
                if try row.text("last") == first { found[try row.identifier("run_id")] = first }
            }
        }
        return found
    }
}
