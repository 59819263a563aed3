package import Contract

extension OverviewTable {
    /// Targets that ended in the span, in each of its parts, of each provider that has any.
    package func providers(in span: OverviewSpan) throws(StoreError) -> [ProviderID: [TargetTotals]] {
        let found = narrowing.isByTraits ? ended(of: narrowing, in: span) : ended(in: span)
        var counts: [ProviderID: [TaskCounts]] = [:]
        let none = Array(repeating: TaskCounts(), count: span.partCount)
        for row in try connection.run(found) {
            let targets = try row.int("targets")
            guard targets > 0 else { continue }
            let part = min(try row.int("part"), span.partCount - 1)
            let status: TaskStatus = try row.word("status")
            counts[try row.identifier("provider_id"), default: none][part][status] += targets
        }
        return counts.mapValues { $0.map(TargetTotals.init) }
    }

    /// Of all of them an index has the count, for each part and state.
    private func ended(in span: OverviewSpan) -> Query {
        let parts = span.parts.enumerated().map { part, span in
            [part.sqlValue, span.from.sqlValue, span.until.sqlValue]
        }
        return """
            \(.with("v", [.integer("part"), .integer("begins"), .integer("ends")], parts))
            SELECT p.id AS provider_id, k.status, v.part, (
                SELECT count(*) FROM install_tasks AS t
                WHERE t.provider_id = p.id AND t.status = k.status
                  AND t.finished_at > v.begins AND t.finished_at <= v.ends) AS targets
            FROM providers AS p CROSS JOIN (
                SELECT 'success' AS status UNION ALL SELECT 'skipped' UNION ALL SELECT 'failed'
                UNION ALL SELECT 'canceled') AS k CROSS JOIN v
            """
    }

    /// Of some, their runs say which.
    private func ended(of narrowing: OverviewNarrowing, in span: OverviewSpan) -> Query {
        let found: Query =
            """
            SELECT provider_id, status, part, count(*) AS targets FROM (
                SELECT t.provider_id, t.status, \(span.part(of: "t.finished_at")) AS part FROM install_tasks AS t
                WHERE t.finished_at > \(span.from) AND t.finished_at <= \(span.until)
                  AND \(.all(narrowing.endedTargets(in: span)))) AS e
            GROUP BY provider_id, status, part
            """
        return found.plannedByValues
    }
}

extension TargetTotals {
    fileprivate init(_ counts: TaskCounts) {
        self.init(success: counts.success + counts.skipped, failed: counts.failed, canceled: counts.canceled)
    }
}
