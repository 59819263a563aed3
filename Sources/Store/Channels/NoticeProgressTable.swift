package import Contract
package import Domain

/// How far the notices of alerts were turned into deliveries.
///
/// Written in one transaction with them, by whoever finds it as it was read: nothing is told twice or not at all because
/// two nodes were at it.
package struct NoticeProgressTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Nil before the first look.
    package func find() throws(StoreError) -> Int64? {
        try connection.run("SELECT notice_position FROM channel_progress WHERE id = 1").first?
            .optionalInteger("notice_position")
    }

    /// Begins with what there is to be told from now on.
    package func begin() throws(StoreError) {
        let position =
            try connection.run("SELECT MAX(position) AS position FROM alert_notices").first?
            .optionalInteger("position") ?? 0
        try connection.run(
            """
            INSERT INTO channel_progress (id, notice_position) VALUES (1, \(position)) ON CONFLICT (id) DO NOTHING
            """
        )
    }

    /// - Returns: Whether it still was as it had been read; else somebody else has gone on from there.
    package func save(_ position: Int64, from old: Int64) throws(StoreError) -> Bool {
        try !connection.run(
            """
            UPDATE channel_progress SET notice_position = \(position)
            WHERE id = 1 AND notice_position = \(old) RETURNING id
            """
        ).isEmpty
    }

    /// The newest runs whose targets failed for the cause of an alert, within the last hour that it was seen in.
    ///
    /// - Returns: None for an alert that is not about failures.
    /// - Throws: ``StoreError``
    package func runs(of alert: AlertView) throws -> [ChannelMessage.Run] {
        guard let provider = alert.cause.provider, let code = alert.cause.code else { return [] }
        let since = max(alert.openedAt, alert.lastAt - .seconds(3600))
        let rows = try connection.run(
            """
            SELECT f.run_id, f.content, r.request_id, r.traceparent FROM alert_facts AS f
            LEFT JOIN install_runs AS r ON r.id = f.run_id
            WHERE f.at >= \(since) AND f.at <= \(alert.lastAt) AND f.provider_id = \(provider)
              AND f.outcome = 'failed' AND f.run_id IS NOT NULL
            ORDER BY f.at DESC, f.position DESC LIMIT 200
            """
        )
        var runs: [ChannelMessage.Run] = []
        for row in rows {
            let fact: AlertFact = try row.json("content")
            let isOfIt = fact.code == code && (alert.cause.signature.map { $0 == fact.signature } ?? true)
            guard isOfIt, let id = fact.run, !runs.contains(where: { $0.id == id }) else { continue }
            let trace = row.optionalText("traceparent").flatMap(TraceParent.init)?.traceID
            runs.append(.init(id: id, requestID: row.optionalText("request_id"), traceID: trace))
            if runs.count == ChannelMessage.shownRuns { break }
        }
        return runs
    }
}
