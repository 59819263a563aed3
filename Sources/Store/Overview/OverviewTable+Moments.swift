package import Contract

/// What stood open at one moment.
package struct OpenRuns: Equatable, Sendable {
    /// Runs at work.
    package var running = 0
    /// When the oldest run was accepted of those that had not begun.
    package var queuedSince: Timestamp?

    package init(running: Int = 0, queuedSince: Timestamp? = nil) {
        self.running = running
        self.queuedSince = queuedSince
    }
}

extension OverviewTable {
    /// What stood open at the beginning of each part.
    ///
    /// Nobody took that down; it follows from when runs were accepted, began and ended.
    package func moments(of span: OverviewSpan) throws(StoreError) -> [OpenRuns] {
        var moments = Array(repeating: OpenRuns(), count: span.partCount)
        for query in [endedSince(span), stillOpen(span)] {
            for row in try connection.run(query.plannedByValues) {
                let begun = try row.int("begun")
                let ended = min(try row.int("ended"), span.partCount - 1)
                let (runs, oldest) = (try row.int("runs"), try row.time("oldest"))
                for moment in stride(from: try row.int("accepted"), through: ended, by: 1) {
                    if moment < begun {
                        moments[moment].queuedSince = min(moments[moment].queuedSince ?? oldest, oldest)
                    } else {
                        moments[moment].running += runs
                    }
                }
            }
        }
        return moments
    }

    /// Runs that ended in the span and were there when a part began; most begin and end within one.
    private func endedSince(_ span: OverviewSpan) -> Query {
        """
        SELECT accepted, begun, ended, count(*) AS runs, min(queued_at) AS oldest FROM (
            SELECT queued_at, \(span.firstBeginning(since: "queued_at")) AS accepted,
                \(span.firstBeginning(since: "started_at")) AS begun, \(span.part(of: "finished_at")) AS ended
            FROM (SELECT *, \(Self.queuedAt) AS queued_at FROM install_runs) AS install_runs
            WHERE finished_at > \(span.from) AND finished_at <= \(span.until) AND \(narrowing.runs)) AS r
        WHERE accepted <= ended GROUP BY accepted, begun, ended
        """
    }

    private func stillOpen(_ span: OverviewSpan) -> Query {
        """
        SELECT accepted, begun, CAST(\(span.partCount) AS BIGINT) AS ended, count(*) AS runs, min(queued_at) AS oldest FROM (
            SELECT queued_at, \(span.firstBeginning(since: "queued_at")) AS accepted,
                CASE WHEN started_at IS NULL THEN \(span.partCount)
                    ELSE \(span.firstBeginning(since: "started_at")) END AS begun
            FROM (SELECT *, \(Self.queuedAt) AS queued_at FROM install_runs) AS install_runs
            WHERE status IN ('queued', 'running') AND \(Self.mayGoOn) AND \(narrowing.runs)) AS r
        WHERE accepted < \(span.partCount) GROUP BY accepted, begun
        """
    }
}
