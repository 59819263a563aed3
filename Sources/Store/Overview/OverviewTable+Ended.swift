package import Contract

extension OverviewTable {
    /// Runs that ended in the span, in all and in each of its parts.
    package func ended(in span: OverviewSpan) throws(StoreError) -> (whole: RunTotals, parts: [RunTotals]) {
        let parts = try counts(in: span)
        let whole = parts.reduce(RunCounts()) { $0.adding($1) }
        let slowest = try percentiles(of: zip([span] + span.parts, [whole] + parts).map { ($0, $1.total) })
        return (
            whole.totals(p95: slowest[0]), parts.indices.map { parts[$0].totals(p95: slowest[$0 + 1]) }
        )
    }

    private func counts(in span: OverviewSpan) throws(StoreError) -> [RunCounts] {
        var counts = Array(repeating: RunCounts(), count: span.partCount)
        for row in try connection.run(
            """
            SELECT (finished_at - \(span.from) - 1) / \(span.partMicroseconds) AS part, status, count(*) AS runs
            FROM install_runs WHERE finished_at > \(span.from) AND finished_at <= \(span.until)
            GROUP BY part, status
            """
        ) {
            // What division leaves over belongs to the last part.
            let part = min(try row.int("part"), span.partCount - 1)
            counts[part].add(try row.int("runs"), try row.word("status"))
        }
        return counts
    }

    /// The 95th percentile of how long runs took that ended in each span, by the nearest rank; nil for none.
    ///
    /// A database finds the nth longest in one pass and keeps no more than n rows, where ordering all of them for
    /// every part would take it several times as long.
    private func percentiles(
        of spans: [(span: OverviewSpan, runs: Int)]
    ) throws(StoreError) -> [Int?] {
        let looks: [Query] = spans.enumerated().map { index, item in
            let rank = (item.runs * 95 + 99) / 100
            return """
                SELECT * FROM (
                    SELECT CAST(\(index) AS BIGINT) AS place, finished_at - created_at AS duration
                    FROM install_runs
                    WHERE finished_at > \(item.span.from) AND finished_at <= \(item.span.until)
                    ORDER BY duration DESC LIMIT 1 OFFSET \(item.runs - rank)) AS longest
                """
        }
        var milliseconds: [Int?] = Array(repeating: nil, count: spans.count)
        for row in try connection.run(.joined(looks, by: " UNION ALL ")) {
            milliseconds[try row.int("place")] = try row.int("duration") / 1000
        }
        return milliseconds
    }
}

/// How many runs ended in which way.
private struct RunCounts {
    var success = 0
    var failed = 0
    var partialFailed = 0

    var total: Int { success + failed + partialFailed }

    mutating func add(_ runs: Int, _ status: RunStatus) {
        switch status {
        case .success: success += runs
        case .failed: failed += runs
        case .partialFailed: partialFailed += runs
        // These have not ended.
        case .queued, .running: break
        }
    }

    func adding(_ other: RunCounts) -> RunCounts {
        RunCounts(
            success: success + other.success,
            failed: failed + other.failed,
            partialFailed: partialFailed + other.partialFailed
        )
    }

    func totals(p95 milliseconds: Int?) -> RunTotals {
        RunTotals(
            success: success,
            failed: failed,
            partialFailed: partialFailed,
            p95Milliseconds: milliseconds
        )
    }
}
