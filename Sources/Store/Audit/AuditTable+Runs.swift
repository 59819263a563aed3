package import Contract

extension AuditTable {
    /// From which entry to which a chain tells of something.
    package struct Extent: Equatable, Sendable {
        package let chain: String
        package let first: Int64
        package let last: Int64
    }

    /// Where the entries of a run stand: of its request, of what people did to it, of its targets and of its end.
    ///
    /// - Throws: ``StoreError``
    package func ends(of run: RunView, tasks: [TaskID]) throws -> [Extent] {
        var found: [String: (first: Int64, last: Int64)] = [:]
        func take(_ condition: Query) throws {
            for row in try connection.run(
                """
                SELECT chain, MIN(sequence) AS first, MAX(sequence) AS last FROM audit_entries
                WHERE \(condition) GROUP BY chain
                """
            ) {
                let (chain, first, last) = (
                    try row.text("chain"), try row.integer("first"), try row.integer("last")
                )
                let known = found[chain] ?? (first, last)
                found[chain] = (min(known.first, first), max(known.last, last))
            }
        }
        try take(
            """
            subject = \("run:\(run.id)")
            AND action IN ('run.start', 'run.retry', 'run.cancel', 'run.approve', 'run.refuse', 'run.finish', 'run.wave',
                'run.wave_released', 'run.stopped')
            AND outcome NOT IN ('denied', 'refused')
            """
        )
        if let parent = run.parentRunID {
            let told = "%\"run\":\"\(run.id)\"%"
            try take("subject = \("run:\(parent)") AND action = 'run.rollback' AND detail LIKE \(told)")
        }
        for group in tasks.map({ "task:\($0)" }).statementGroups(for: connection.dialect) {
            try take("subject \(among: group)")
        }
        return found.sorted { $0.key < $1.key }.map {
            Extent(chain: $0.key, first: $0.value.first, last: $0.value.last)
        }
    }
}
