package import Contract

/// Everything that happened, in the one order that followers read it in.
package struct EventTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Adds events after everything that was committed before this transaction's rows were locked.
    package func append(_ events: [NewEvent], at now: Timestamp) throws(StoreError) {
        guard !events.isEmpty else { return }
        // A transaction without a number could take places before anybody can see that it is under way: see
        // ``EventHorizon``.
        if connection.dialect == .postgres { try connection.send("SELECT pg_current_xact_id()") }
        guard events.contains(where: { $0.kind != $0.kind.asEarlierProgramsKnowIt }) else {
            return try connection.insert(events.map { $0.values(at: now) }, into: "events", Self.columns)
        }
        try connection.insert(
            events.map { event in
                let kind = event.kind
                let exact = kind == kind.asEarlierProgramsKnowIt ? nil : kind.rawValue
                return event.values(at: now) + [Value](row: exact)
            },
            into: "events",
            Self.columns + [.text("exact_kind")]
        )
    }

    private static let columns: [Query.ValuesColumn] = [
        .text("kind"), .integer("at"), .text("run_id"), .text("task_id"), .text("skill"),
        .text("provider_id"), .text("status"), .text("code"),
    ]

    /// The events after a position, oldest first.
    ///
    /// - Parameters:
    ///   - position: The last one that is not wanted.
    ///   - end: The last one that may be wanted: nothing new ever appears up to an ``EventHorizon``'s position.
    ///   - limit: How many at the most.
    /// - Returns: The events, in order.
    /// - Throws: ``StoreError``
    package func entries(
        after position: Int64,
        upTo end: Int64 = .max,
        limit: Int
    ) throws(StoreError) -> [EventView] {
        let rows = try connection.run(
            """
            SELECT position, kind, exact_kind, at, run_id, task_id, skill, provider_id, status, code FROM events
            WHERE position > \(position) AND position <= \(end) ORDER BY position LIMIT \(limit)
            """
        )
        var entries: [EventView] = []
        for row in rows { entries.append(try EventView(row: row)) }
        return entries
    }

    /// The place of the newest event, 0 before the first.
    package func latestPosition() throws(StoreError) -> Int64 {
        try connection.run("SELECT MAX(position) AS position FROM events").first?.optionalInteger("position")
            ?? 0
    }

    /// The place of the oldest event still kept; nil when there is none.
    package func oldestPosition() throws(StoreError) -> Int64? {
        try connection.run("SELECT MIN(position) AS position FROM events").first?.optionalInteger("position")
    }

    /// Forgets the events before a position, but never the newest: it says where the order stands.
    package func prune(before position: Int64) throws(StoreError) {
        try connection.run(
            """
            DELETE FROM events
            WHERE position < \(position) AND position < (SELECT MAX(position) FROM events)
            """
        )
    }
}

extension EventView {
    fileprivate init(row: Row) throws(StoreError) {
        let known: Kind = try row.word("kind")
        self.init(
            position: try row.integer("position"),
            kind: row.optionalText("exact_kind").flatMap(Kind.init(rawValue:)) ?? known,
            at: try row.time("at"),
            runID: row.optionalText("run_id").map(RunID.init(rawValue:)),
            taskID: row.optionalText("task_id").map(TaskID.init(rawValue:)),
            skill: row.optionalText("skill"),
            provider: row.optionalText("provider_id").map(ProviderID.init(rawValue:)),
            status: row.optionalText("status"),
            code: row.optionalText("code") == nil ? nil : try row.word("code")
        )
    }
}

extension NewEvent {
    /// In the order of the columns.
    fileprivate func values(at now: Timestamp) -> [Value] {
        [Value](row: kind.asEarlierProgramsKnowIt, now, runID, taskID, skill, provider, status, code)
    }
}

extension EventView.Kind {
    /// What this kind lies in the table as: nodes that do not know it yet must still be able to read the others.
    fileprivate var asEarlierProgramsKnowIt: Self {
        switch self {
        case .approvalRequested, .runApproved, .runRefused, .waveReleased, .waveChanged, .runStopped:
            .runChanged
        // They look at providers then, and decide nothing by it.
        case .alertChanged, .driftChanged: .providerChanged
        case .skillRegistered, .skillYanked, .providerChanged, .providerChecked, .runQueued, .runChanged,
            .taskChanged, .taskInterrupted:
            self
        }
    }
}
