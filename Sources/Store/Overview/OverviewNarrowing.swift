import Contract

/// Which runs an overview counts, as conditions of its statements.
struct OverviewNarrowing {
    private let traits: RunTraits
    private let skill: SkillID?

    /// - Throws: ``StoreError``
    init(_ traits: RunTraits, _ connection: any Connection) throws(StoreError) {
        self.traits = traits
        guard let name = traits.skill else {
            skill = nil
            return
        }
        let known = try connection.run("SELECT id FROM skills WHERE name = \(name)").first
        // Of a skill that nobody knows there are no targets.
        skill = try known?.identifier("id") ?? SkillID(rawValue: "")
    }

    /// Whether which runs those are is known only from their targets.
    var isByTargets: Bool { traits.provider != nil || skill != nil }
    var isByTraits: Bool { traits != RunTraits() }

    /// Holds for a row of `install_runs`.
    var runs: Query {
        var conditions = [own].compactMap(\.self)
        if let skill {
            conditions.append("id IN (SELECT t.run_id FROM install_tasks AS t WHERE t.skill_id = \(skill))")
        }
        if let provider = traits.provider {
            // For EXISTS PostgreSQL would read all targets there ever were to look up the runs of a day among them.
            conditions.append(
                """
                (SELECT t.run_id FROM install_tasks AS t
                 WHERE t.provider_id = \(provider) AND t.run_id = install_runs.id LIMIT 1) IS NOT NULL
                """
            )
        }
        return .all(conditions)
    }

    /// Holds for a row `t` of `install_tasks`, whatever its run.
    var targets: [Query] {
        var conditions: [Query] = []
        if let provider = traits.provider { conditions.append("t.provider_id = \(provider)") }
        if let skill { conditions.append("t.skill_id = \(skill)") }
        return conditions
    }

    /// The same of a target that has not ended, with what its run has to be.
    var waitingTargets: [Query] {
        guard let own else { return targets }
        return targets + [
            "EXISTS (SELECT 1 FROM install_runs WHERE install_runs.id = t.run_id AND \(own))"
        ]
    }

    /// The same of a target that ended in the span.
    func endedTargets(in span: OverviewSpan) -> [Query] {
        guard let own else { return targets }
        return targets + [
            """
            t.run_id IN (
                SELECT id FROM install_runs WHERE finished_at > \(span.from) AND \(own)
                UNION ALL SELECT id FROM install_runs WHERE status IN ('queued', 'running') AND \(own))
            """
        ]
    }

    /// What a run's own columns say; nil when that may be anything.
    ///
    /// Written so that no index is chosen for it: the span finds the rows, and its index has these columns, too.
    /// SQLite keeps no statistics and would read every run that ever succeeded for those of a day.
    private var own: Query? {
        var conditions: [Query] = []
        if let status = traits.status { conditions.append("status = \(status)") }
        if let kind = traits.kind { conditions.append("kind = \(kind)") }
        if let person = traits.requestedBy { conditions.append("requested_by = \(person)") }
        if let source = traits.source { conditions.append("source = \(source)") }
        return conditions.isEmpty ? nil : "CASE WHEN \(.all(conditions)) THEN 1 ELSE 0 END = 1"
    }
}
