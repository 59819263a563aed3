package import Contract
package import Domain

/// Places where providers do not hold what the ledger says.
package struct DriftFindingTable {
    /// A finding as it is kept.
    package struct Finding: Equatable, Sendable {
        package let id: DriftFindingID
        package let provider: ProviderID
        package let drift: Drift
        package let firstSeen: Timestamp
        package let lastSeen: Timestamp
        package let resolvedAt: Timestamp?
        package let resolution: DriftFindingView.Resolution?
    }

    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// The open ones of a provider, by skill.
    package func open(on provider: ProviderID) throws(StoreError) -> [SkillID: Finding] {
        try bySkill("SELECT * FROM drift_findings WHERE provider_id = \(provider) AND resolved_at IS NULL")
    }

    /// The same, which nobody else changes until the transaction ends.
    package func lockOpen(on provider: ProviderID) throws(StoreError) -> [SkillID: Finding] {
        try bySkill(
            """
            SELECT * FROM drift_findings WHERE provider_id = \(provider) AND resolved_at IS NULL
            ORDER BY id \(.forUpdate)
            """
        )
    }

    /// The open ones of some skills on a provider.
    package func open(of skills: [SkillID], on provider: ProviderID) throws(StoreError) -> [SkillID: Finding]
    {
        var found: [SkillID: Finding] = [:]
        for part in skills.statementGroups(for: connection.dialect) {
            let query: Query =
                """
                SELECT * FROM drift_findings
                WHERE provider_id = \(provider) AND skill_id \(among: part) AND resolved_at IS NULL
                """
            found.merge(try bySkill(query.plannedByValues)) { first, _ in first }
        }
        return found
    }

    package func find(_ id: DriftFindingID) throws(StoreError) -> Finding? {
        try findings("SELECT * FROM drift_findings WHERE id = \(id)").first
    }

    package func lock(_ id: DriftFindingID) throws(StoreError) -> Finding? {
        try findings("SELECT * FROM drift_findings WHERE id = \(id) \(.forUpdate)").first
    }

    /// How many are open on each provider where some are.
    package func counts() throws(StoreError) -> [ProviderID: Int] {
        var counts: [ProviderID: Int] = [:]
        for row in try connection.run(
            """
            SELECT provider_id, count(*) AS n FROM drift_findings WHERE resolved_at IS NULL GROUP BY provider_id
            """
        ) {
            counts[try row.identifier("provider_id")] = try row.int("n")
        }
        return counts
    }

    /// Newest first.
    ///
    /// - Throws: ``StoreError/invalidCursor`` for a cursor that this list did not make.
    package func list(_ query: DriftQuery) throws(StoreError) -> Page<DriftFindingView> {
        let limit = query.page.boundedLimit
        var conditions: [Query] = []
        if let place = try query.page.place(in: "drift", keys: 1) {
            conditions.append("id < \(place.text(at: 0))")
        }
        if let provider = query.provider { conditions.append("provider_id = \(provider)") }
        if let skill = query.skill { conditions.append("skill = \(skill)") }
        switch query.state {
        case .open?: conditions.append("resolved_at IS NULL")
        case .resolved?: conditions.append("resolved_at IS NOT NULL")
        case nil: break
        }
        let found = try findings(
            "SELECT * FROM drift_findings WHERE \(.all(conditions)) ORDER BY id DESC LIMIT \(limit + 1)"
        )
        return Page(found.map(DriftFindingView.init), limit: limit) { Cursor("drift", [$0.id.rawValue]) }
    }

    package func open(_ drifts: [Drift], on provider: ProviderID, at now: Timestamp) throws(StoreError) {
        let rows = try drifts.map { drift throws(StoreError) in
            [Value](
                row: DriftFindingID.make(at: now),
                provider,
                drift.skillID,
                drift.skill,
                drift.kind.rawValue,
                try drift.expected?.columnText(),
                try drift.found?.columnText(),
                now,
                now
            )
        }
        try connection.insert(
            rows,
            into: "drift_findings",
            [
                .text("id"), .text("provider_id"), .text("skill_id"), .text("skill"), .text("kind"),
                .text("expected"), .text("found"), .integer("first_seen"), .integer("last_seen"),
            ]
        )
    }

    /// Notes that they were seen once more.
    package func see(_ findings: [DriftFindingID], at now: Timestamp) throws(StoreError) {
        for part in findings.statementGroups(for: connection.dialect) {
            try connection.send("UPDATE drift_findings SET last_seen = \(now) WHERE id \(among: part)")
        }
    }

    package func resolve(
        _ findings: [DriftFindingID],
        as resolution: DriftFindingView.Resolution,
        at now: Timestamp
    ) throws(StoreError) {
        for part in findings.statementGroups(for: connection.dialect) {
            try connection.send(
                """
                UPDATE drift_findings SET resolved_at = \(now), resolution = \(resolution.rawValue)
                WHERE id \(among: part) AND resolved_at IS NULL
                """
            )
        }
    }

    /// Ends what is open in the places of these tasks, which have just put them right.
    ///
    /// What should not be there is put right by its removal alone: after an install it is a second copy, and `gone`.
    ///
    /// - Returns: The providers where something ended; nobody else counts there until the transaction ends.
    package func settle(
        installed: [InstallTask],
        removed: [InstallTask],
        at now: Timestamp
    ) throws(StoreError) -> Set<ProviderID> {
        let open = try providers(openFor: installed + removed)
        guard !open.isEmpty else { return [] }
        try DriftCheckTable(connection).lock(open)
        try settle(installed, stray: .gone, at: now)
        try settle(removed, stray: .repaired, at: now)
        return open
    }

    private func providers(openFor tasks: [InstallTask]) throws(StoreError) -> Set<ProviderID> {
        var providers: Set<ProviderID> = []
        for group in tasks.statementGroups(for: connection.dialect) {
            for row in try connection.run(
                """
                \(.with("v", Self.placeColumns, group.map(Self.place)))
                SELECT DISTINCT provider_id FROM drift_findings
                WHERE resolved_at IS NULL AND (skill_id, provider_id) IN (SELECT skill_id, provider_id FROM v)
                """
            ) {
                providers.insert(try row.identifier("provider_id"))
            }
        }
        return providers
    }

    private func settle(
        _ tasks: [InstallTask],
        stray: DriftFindingView.Resolution,
        at now: Timestamp
    ) throws(StoreError) {
        for group in tasks.statementGroups(for: connection.dialect) {
            try connection.send(
                """
                \(.with("v", Self.placeColumns, group.map(Self.place)))
                UPDATE drift_findings SET resolved_at = \(now),
                    resolution = CASE WHEN kind = 'unexpected' THEN \(stray.rawValue) ELSE 'repaired' END
                WHERE resolved_at IS NULL AND (skill_id, provider_id) IN (SELECT skill_id, provider_id FROM v)
                """
            )
        }
    }

    private static let placeColumns: [Query.ValuesColumn] = [.text("skill_id"), .text("provider_id")]

    private static func place(_ task: InstallTask) -> [Value] {
        [task.skillID.sqlValue, task.provider.sqlValue]
    }

    /// - Returns: How many were removed.
    package func prune(resolvedBefore time: Timestamp, limit: Int) throws(StoreError) -> Int {
        try connection.run(
            """
            DELETE FROM drift_findings WHERE id IN (
                SELECT id FROM drift_findings WHERE resolved_at IS NOT NULL AND resolved_at < \(time)
                ORDER BY resolved_at LIMIT \(limit))
            RETURNING id
            """
        ).count
    }

    private func bySkill(_ query: Query) throws(StoreError) -> [SkillID: Finding] {
        Dictionary(try findings(query).map { ($0.drift.skillID, $0) }) { first, _ in first }
    }

    private func findings(_ query: Query) throws(StoreError) -> [Finding] {
        try connection.run(query).map { row throws(StoreError) in
            let drift = Drift(
                try row.word("kind"),
                skillID: try row.identifier("skill_id"),
                skill: try row.text("skill"),
                expected: try row.optionalJSON("expected"),
                found: try row.optionalJSON("found")
            )
            return Finding(
                id: try row.identifier("id"),
                provider: try row.identifier("provider_id"),
                drift: drift,
                firstSeen: try row.time("first_seen"),
                lastSeen: try row.time("last_seen"),
                resolvedAt: row.optionalTime("resolved_at"),
                resolution: try row.optionalWord("resolution")
            )
        }
    }
}
