package import Contract
package import Domain

/// What alerts are decided by, in the order in which that is done.
package struct AlertFactTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// A fact at its place in the order.
    package struct Stored: Equatable, Sendable {
        package let position: Int64
        package let fact: AlertFact
    }

    /// Adds facts in their order; the caller holds the progress, so nobody else adds any meanwhile.
    package func append(_ facts: [AlertFact]) throws {
        try connection.insert(
            facts.map { fact in
                [Value](
                    row: fact.kind.rawValue,
                    fact.at,
                    fact.provider,
                    fact.run,
                    fact.outcome,
                    try JSON.text(fact)
                )
            },
            into: "alert_facts",
            [
                .text("kind"), .integer("at"), .text("provider_id"), .text("run_id"), .text("outcome"),
                .text("content"),
            ]
        )
    }

    /// The place of the newest fact, 0 before the first.
    package func latestPosition() throws(StoreError) -> Int64 {
        try connection.run("SELECT MAX(position) AS position FROM alert_facts").first?
            .optionalInteger("position") ?? 0
    }

    package func facts(after position: Int64, limit: Int) throws -> [Stored] {
        try connection.run(
            """
            SELECT position, content FROM alert_facts WHERE position > \(position) ORDER BY position LIMIT \(limit)
            """
        ).map { Stored(position: try $0.integer("position"), fact: try $0.json("content")) }
    }

    /// The endings of a run's targets, in order.
    package func endings(of run: RunID) throws -> [AlertFact] {
        try connection.run(
            """
            SELECT content FROM alert_facts
            WHERE run_id = \(run) AND kind = \(AlertFact.Kind.targetEnded.rawValue) ORDER BY position
            """
        ).map { try $0.json("content") }
    }

    /// What ended and failed in each minute up to a place in the order.
    package func rates(upTo position: Int64) throws(StoreError) -> FailureRates {
        var rates = FailureRates()
        let newest = try connection.run(
            "SELECT MAX(at) AS at FROM alert_facts WHERE position <= \(position)"
        ).first?.optionalTime("at")
        guard let newest else { return rates }
        let since = newest - .seconds(FailureRates.kept * 60)
        let rows = try connection.run(
            """
            SELECT provider_id, at / 60000000 AS minute, count(*) AS ended,
                   count(CASE WHEN outcome = 'failed' THEN 1 END) AS failed
            FROM alert_facts
            WHERE at >= \(since) AND position <= \(position) AND kind = 'target_ended'
              AND outcome IN ('success', 'failed')
            GROUP BY provider_id, at / 60000000 ORDER BY 2
            """
        )
        for row in rows {
            let counts = FailureRates.Minute(ended: try row.int("ended"), failed: try row.int("failed"))
            rates.add(counts, on: try row.identifier("provider_id"), in: try row.integer("minute"))
        }
        return rates
    }

    /// Forgets the oldest facts, a bounded number of them.
    ///
    /// - Parameters:
    ///   - time: Older ones.
    ///   - most: How many places of the order are kept at the most.
    ///   - limit: How many places are looked at.
    /// - Returns: How many are gone; 0 when nothing is left to forget.
    /// - Throws: ``StoreError``
    package func prune(before time: Timestamp, keeping most: Int64, limit: Int64) throws(StoreError) -> Int {
        let oldest = try connection.run("SELECT MIN(position) AS position FROM alert_facts").first?
            .optionalInteger("position")
        guard let oldest else { return 0 }
        let last = try latestPosition() - most
        return try connection.run(
            """
            DELETE FROM alert_facts
            WHERE position < \(oldest + limit) AND (at < \(time) OR position <= \(last)) RETURNING position
            """
        ).count
    }
}

extension AlertFactTable {
    /// The newest measurement of a kind on each provider that has one.
    package func latestValues(_ kind: AlertFact.Kind) throws -> [ProviderID: Int64] {
        var values: [ProviderID: Int64] = [:]
        for row in try connection.run(
            """
            SELECT p.id AS provider_id, (
                SELECT f.content FROM alert_facts AS f
                WHERE f.kind = \(kind.rawValue) AND f.provider_id = p.id AND f.run_id IS NULL
                ORDER BY f.position DESC LIMIT 1) AS content
            FROM providers AS p
            """
        ) {
            let fact: AlertFact? = try row.optionalJSON("content")
            if let value = fact?.value { values[try row.identifier("provider_id")] = value }
        }
        return values
    }
}
