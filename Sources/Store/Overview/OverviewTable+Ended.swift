package import Contract

extension OverviewTable {
    /// Runs that ended in the span, in all and in each of its parts.
    package func ended(in span: OverviewSpan) throws(StoreError) -> (whole: RunTotals, parts: [RunTotals]) {
        let counts = try counts(in: span)
        let parts = try percentiles(of: counts, in: span)
        let whole = counts.reduce(RunCounts()) { $0.adding($1) }
        let slowest = try percentile(of: whole.total, in: span, parts: parts.compactMap(\.self))
        return (whole.totals(p95: slowest), zip(counts, parts).map { $0.totals(p95: $1) })
    }

    private func counts(in span: OverviewSpan) throws(StoreError) -> [RunCounts] {
        var counts = Array(repeating: RunCounts(), count: span.partCount)
        let found = narrowing.isByTargets ? countsInOneLook(span) : countsOfParts(span)
        for row in try connection.run(found) {
            let part = min(try row.int("part"), span.partCount - 1)
            counts[part].success += try row.int("success")
            counts[part].failed += try row.int("failed")
            counts[part].partialFailed += try row.int("partly")
        }
        return counts
    }

    /// Part by part, as an index has them in order: nothing has to be sorted or kept.
    private func countsOfParts(_ span: OverviewSpan) -> Query {
        let looks: [Query] = span.parts.enumerated().map { index, part in
            """
            SELECT CAST(\(index) AS BIGINT) AS part, \(Self.outcomes) FROM install_runs
            WHERE finished_at > \(part.from) AND finished_at <= \(part.until) AND \(narrowing.runs)
            """
        }
        return .joined(looks, by: " UNION ALL ")
    }

    /// All parts together: what comes by way of targets is looked up once.
    private func countsInOneLook(_ span: OverviewSpan) -> Query {
        let found: Query =
            """
            SELECT part, \(Self.outcomes) FROM (
                SELECT status, \(span.part(of: "finished_at")) AS part FROM install_runs
                WHERE finished_at > \(span.from) AND finished_at <= \(span.until) AND \(narrowing.runs)) AS r
            GROUP BY part
            """
        return found.plannedByValues
    }

    private static let outcomes: Query =
        """
        count(*) FILTER (WHERE status = 'success') AS success, count(*) FILTER (WHERE status = 'failed') AS failed,
        count(*) FILTER (WHERE status = 'partial_failed') AS partly
        """
}

// MARK: How long they took

extension OverviewTable {
    /// The 95th percentile of how long runs took that ended in each part, in microseconds, by the nearest rank; nil
    /// for none.
    private func percentiles(of counts: [RunCounts], in span: OverviewSpan) throws(StoreError) -> [Int?] {
        var durations: [Int?] = Array(repeating: nil, count: counts.count)
        let looks = zip(counts, span.parts).enumerated().filter { $0.element.0.total > 0 }.map {
            index,
            item in
            look(for: index, runs: item.0.total, in: item.1)
        }
        guard !looks.isEmpty else { return durations }
        let found = narrowing.isByTargets ? percentilesInOneLook(span) : .joined(looks, by: " UNION ALL ")
        for row in try connection.run(found) {
            durations[min(try row.int("part"), counts.count - 1)] = try row.int("duration")
        }
        return durations
    }

    /// The same of the whole span; it is no shorter than that of some part, which leaves few runs to compare.
    private func percentile(of runs: Int, in span: OverviewSpan, parts: [Int]) throws(StoreError) -> Int? {
        guard span.partCount > 1 else { return parts.first }
        guard let least = parts.min() else { return nil }
        let found = look(for: 0, runs: runs, in: span, from: least)
        return try connection.run(found.plannedByValues).first?.int("duration")
    }

    /// A database finds the nth longest in one pass and keeps no more than n rows, where ordering all of them would
    /// take it several times as long.
    private func look(for part: Int, runs: Int, in span: OverviewSpan, from least: Int? = nil) -> Query {
        let long: Query = least.map { "finished_at - created_at >= \($0)" } ?? "1 = 1"
        return """
            SELECT * FROM (
                SELECT CAST(\(part) AS BIGINT) AS part, finished_at - created_at AS duration FROM install_runs
                WHERE finished_at > \(span.from) AND finished_at <= \(span.until)
                  AND \(long) AND \(narrowing.runs)
                ORDER BY duration DESC LIMIT 1 OFFSET \(runs - (runs * 95 + 99) / 100)) AS longest
            """
    }

    private func percentilesInOneLook(_ span: OverviewSpan) -> Query {
        let found: Query =
            """
            SELECT part, duration FROM (
                SELECT part, duration, row_number() OVER (PARTITION BY part ORDER BY duration) AS place,
                    count(*) OVER (PARTITION BY part) AS runs
                FROM (
                    SELECT \(span.part(of: "finished_at")) AS part, finished_at - created_at AS duration
                    FROM install_runs
                    WHERE finished_at > \(span.from) AND finished_at <= \(span.until)
                      AND \(narrowing.runs)) AS r) AS ordered
            WHERE place = (runs * 95 + 99) / 100
            """
        return found.plannedByValues
    }
}

/// How many runs ended in which way.
private struct RunCounts {
    var success = 0
    var failed = 0
    var partialFailed = 0

    var total: Int { success + failed + partialFailed }

    func adding(_ other: RunCounts) -> RunCounts {
        RunCounts(
            success: success + other.success,
            failed: failed + other.failed,
            partialFailed: partialFailed + other.partialFailed
        )
    }

    func totals(p95 microseconds: Int?) -> RunTotals {
        RunTotals(
            success: success,
            failed: failed,
            partialFailed: partialFailed,
            p95Milliseconds: microseconds.map { $0 / 1000 }
        )
    }
}
