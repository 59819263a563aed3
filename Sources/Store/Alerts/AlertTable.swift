package import Contract
package import Domain

/// What rules have found.
package struct AlertTable {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Those that have not recovered; locked.
    ///
    /// - Parameter providers: Only those about these, and those about none; nil for all of them.
    /// - Returns: The alerts, the oldest first.
    /// - Throws: ``StoreError``
    package func ongoing(on providers: [ProviderID]?) throws -> [OngoingAlert] {
        var narrowed: [Query] = providers == nil ? ["1 = 1"] : ["provider_id IS NULL"]
        for group in (providers ?? []).statementGroups(for: connection.dialect, upTo: 256) {
            narrowed.append("provider_id \(among: group)")
        }
        return try connection.run(
            """
            SELECT * FROM alerts WHERE recovered_at IS NULL AND (\(Query.joined(narrowed, by: " OR ")))
            ORDER BY id \(.forUpdate)
            """
        ).map(OngoingAlert.init(row:))
    }

    /// Saves alerts as they have become; a new one takes title and severity from its rule.
    package func save(_ alerts: [OngoingAlert], of rules: [AlertRuleView]) throws {
        for alert in alerts {
            let settings = rules.first { $0.id == alert.rule }?.settings
            try connection.send(
                """
                INSERT INTO alerts (id, rule_id, cause, provider_id, title, severity, state, message, count, skills,
                                    members, lost_members, opened_at, last_at, told_at, recovered_at, snooze_until)
                VALUES (\(alert.id), \(alert.rule), \(JSON.text(alert.cause)), \(alert.cause.provider),
                        \(settings?.title ?? alert.rule.rawValue), \(settings?.severity ?? .warning),
                        \(alert.state), \(alert.message), \(alert.count), \(JSON.text(alert.skills)),
                        \(JSON.text(alert.members.sorted())), \(alert.hasLostMembers), \(alert.openedAt),
                        \(alert.lastAt), \(alert.toldAt), \(alert.recoveredAt), \(alert.snoozeUntil))
                ON CONFLICT (id) DO UPDATE SET state = excluded.state, message = excluded.message,
                    count = excluded.count, skills = excluded.skills, members = excluded.members,
                    lost_members = excluded.lost_members, last_at = excluded.last_at, told_at = excluded.told_at,
                    recovered_at = excluded.recovered_at, snooze_until = excluded.snooze_until
                """
            )
        }
    }

    /// Writes down whom to tell what.
    package func append(_ notices: [AlertNotice]) throws(StoreError) {
        try connection.insert(
            notices.map { [Value](row: $0.alert, $0.kind.rawValue, $0.at) },
            into: "alert_notices",
            [.text("alert_id"), .text("kind"), .integer("at")]
        )
    }

    /// What is to be told after a place in the order, oldest first, each with its place.
    package func notices(after position: Int64, limit: Int) throws(StoreError) -> [(
        position: Int64, notice: AlertNotice
    )] {
        var notices: [(Int64, AlertNotice)] = []
        for row in try connection.run(
            """
            SELECT position, alert_id, kind, at FROM alert_notices WHERE position > \(position)
            ORDER BY position LIMIT \(limit)
            """
        ) {
            let notice = AlertNotice(
                try row.word("kind"),
                of: try row.identifier("alert_id"),
                at: try row.time("at")
            )
            notices.append((try row.integer("position"), notice))
        }
        return notices
    }

    /// Ends the alerts of a rule that looks for nothing any more; nobody is told.
    ///
    /// - Returns: What they were about.
    package func endAll(of rule: AlertRuleID, at now: Timestamp) throws -> [AlertCause] {
        try connection.run(
            """
            UPDATE alerts SET state = 'recovered', recovered_at = \(now), snooze_until = NULL, members = '[]'
            WHERE rule_id = \(rule) AND recovered_at IS NULL RETURNING cause
            """
        ).map { try $0.json("cause") }
    }

    /// Forgets alerts that recovered before a time, with their notices, the oldest first.
    ///
    /// - Returns: How many are gone.
    /// - Throws: ``StoreError``
    package func prune(recoveredBefore time: Timestamp, limit: Int) throws(StoreError) -> Int {
        try connection.run(
            """
            DELETE FROM alerts WHERE id IN (
                SELECT id FROM alerts WHERE recovered_at IS NOT NULL AND recovered_at < \(time)
                ORDER BY recovered_at LIMIT \(limit)) RETURNING id
            """
        ).count
    }
}

extension OngoingAlert {
    fileprivate init(row: Row) throws(StoreError) {
        self.init(
            try row.identifier("id"),
            rule: try row.identifier("rule_id"),
            cause: try row.json("cause"),
            openedAt: try row.time("opened_at")
        )
        lastAt = try row.time("last_at")
        count = try row.int("count")
        message = row.optionalText("message")
        skills = try row.json("skills")
        let names: [String] = try row.json("members")
        members = Set(names)
        hasLostMembers = try row.flag("lost_members")
        state = try row.word("state")
        snoozeUntil = row.optionalTime("snooze_until")
        toldAt = try row.time("told_at")
    }
}
