package import Contract

extension AlertTable {
    /// Newest first.
    ///
    /// - Parameters:
    ///   - query: Which.
    ///   - now: A snoozed alert whose time is up counts as open.
    /// - Returns: A page of them.
    /// - Throws: ``StoreError``
    package func list(_ query: AlertQuery, at now: Timestamp) throws -> Page<AlertView> {
        let limit = query.page.boundedLimit
        var conditions: [Query] = ["1 = 1"]
        if let place = try query.page.place(in: Self.order, keys: 1) {
            conditions.append("id < \(place.text(at: 0))")
        }
        switch query.state {
        case .open?:
            conditions.append("(state = 'open' OR state = 'snoozed' AND snooze_until <= \(now))")
        case .snoozed?: conditions.append("state = 'snoozed' AND snooze_until > \(now)")
        case .acknowledged?: conditions.append("state = 'acknowledged'")
        case .recovered?: conditions.append("state = 'recovered'")
        case nil: break
        }
        if let rule = query.rule { conditions.append("rule_id = \(rule)") }
        if let provider = query.provider { conditions.append("provider_id = \(provider)") }
        let found = try connection.run(
            """
            SELECT * FROM alerts WHERE \(Query.joined(conditions, by: " AND ")) ORDER BY id DESC LIMIT \(limit + 1)
            """
        ).map { try AlertView(row: $0, at: now) }
        return Page(found, limit: limit) { Cursor(Self.order, [$0.id.rawValue]) }
    }

    package func find(_ id: AlertID, at now: Timestamp) throws -> AlertView? {
        try connection.run("SELECT * FROM alerts WHERE id = \(id)").first.map {
            try AlertView(row: $0, at: now)
        }
    }

    /// The same, which nobody else changes until the transaction ends.
    package func lock(_ id: AlertID, at now: Timestamp) throws -> AlertView? {
        try connection.run("SELECT * FROM alerts WHERE id = \(id) \(.forUpdate)").first.map {
            try AlertView(row: $0, at: now)
        }
    }

    /// Open alerts that a channel would tell of as escalated and has not, the oldest first.
    ///
    /// - Parameters:
    ///   - settings: Which alerts are its business, and how long they may be open.
    ///   - channel: The channel.
    ///   - now: A snoozed alert whose time is up counts as open.
    ///   - limit: How many at most.
    /// - Returns: The alerts; none for a channel without escalation.
    /// - Throws: ``StoreError``
    package func unattended(
        by settings: ChannelSettings,
        toldBy channel: ChannelID,
        at now: Timestamp,
        limit: Int
    ) throws -> [AlertView] {
        guard let minutes = settings.escalateMinutes else { return [] }
        var conditions: [Query] = [
            "a.recovered_at IS NULL AND a.opened_at <= \(now - .seconds(minutes * 60))",
            "(a.state = 'open' OR a.state = 'snoozed' AND a.snooze_until <= \(now - .seconds(minutes * 60)))",
        ]
        if !settings.severities.isEmpty { conditions.append("a.severity \(among: settings.severities)") }
        if !settings.rules.isEmpty { conditions.append("a.rule_id \(among: settings.rules)") }
        return try connection.run(
            """
            SELECT a.* FROM alerts AS a WHERE \(Query.joined(conditions, by: " AND "))
              AND NOT EXISTS (SELECT 1 FROM deliveries AS d
                WHERE d.channel_id = \(channel) AND d.alert_id = a.id AND d.kind = 'escalated')
            ORDER BY a.id LIMIT \(limit)
            """
        ).map { try AlertView(row: $0, at: now) }
    }

    /// Notes who looks after an alert, and until when it is not told again; nil for always.
    package func acknowledge(
        _ id: AlertID,
        by person: String,
        reason: String?,
        until end: Timestamp?,
        at now: Timestamp
    ) throws(StoreError) {
        let state = end == nil ? AlertState.acknowledged : .snoozed
        try connection.run(
            """
            UPDATE alerts SET state = \(state), snooze_until = \(end), acknowledged_by = \(person),
                acknowledged_at = \(now), reason = \(reason)
            WHERE id = \(id) AND recovered_at IS NULL
            """
        )
    }

    private static let order = "alerts"
}

extension AlertView {
    fileprivate init(row: Row, at now: Timestamp) throws(StoreError) {
        let stored: AlertState = try row.word("state")
        let end = row.optionalTime("snooze_until")
        let hasSlept = stored == .snoozed && (end.map { $0 <= now } ?? true)
        self.init(
            id: try row.identifier("id"),
            rule: try row.identifier("rule_id"),
            title: try row.text("title"),
            severity: try row.word("severity"),
            state: hasSlept ? .open : stored,
            cause: try row.json("cause"),
            message: row.optionalText("message"),
            count: try row.int("count"),
            skills: try row.json("skills"),
            openedAt: try row.time("opened_at"),
            lastAt: try row.time("last_at"),
            recoveredAt: row.optionalTime("recovered_at"),
            snoozeUntil: hasSlept ? nil : end,
            acknowledgedBy: row.optionalText("acknowledged_by"),
            acknowledgedAt: row.optionalTime("acknowledged_at"),
            reason: row.optionalText("reason")
        )
    }
}
