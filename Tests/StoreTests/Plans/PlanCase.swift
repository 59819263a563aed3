import Contract
import Domain
import Store

/// Something the program does with the database, and the indexes it has to find its rows by.
struct PlanCase: Sendable {
    typealias Body = @Sendable (Subject) throws -> Void

    /// What a case works on.
    struct Subject {
        let connection: any Connection
        let history: LargeHistory
    }

    let name: String
    let indexes: [String]
    let body: Body

    init(_ name: String, by indexes: String..., body: @escaping Body) {
        self.init(name, byAll: indexes, body: body)
    }

    init(_ name: String, byAll indexes: [String], body: @escaping Body) {
        self.name = name
        self.indexes = indexes
        self.body = body
    }

    static let all = queue + runs + overviews + lists + tidying
}

extension PlanCase {
    private static let provider = ProviderID(rawValue: "p1")
    private static let rare = ProviderID(rawValue: "rare")

    private static let queue = [
        PlanCase("claim", by: "install_tasks_ready", "install_tasks_lane", "install_tasks_turn") {
            let lease = InstallTask.Lease(
                worker: "w1",
                token: "token",
                expires: $0.history.end + .seconds(15)
            )
            let claim = try TaskTable($0.connection).claim(
                from: provider,
                limit: 100,
                lease: lease,
                at: $0.history.end
            )
            try require(claim.tasks.count == 100)
        },
        PlanCase("demands", by: "install_tasks_ready") {
            try require(!DemandTable($0.connection).demands(of: "w1", at: $0.history.end).isEmpty)
        },
        PlanCase("what alerts measure", by: "install_tasks_ready") {
            let sources = AlertSources($0.connection)
            try require(!sources.waiting(at: $0.history.end).isEmpty)
            try require(!sources.running().isEmpty)
            _ = try sources.credentialEnds()
            _ = try AlertFactTable($0.connection).latestValues(.queueAge)
        },
        PlanCase("lapsed", by: "install_tasks_leases") {
            try require(TaskTable($0.connection).hasLapsed(at: $0.history.end + .seconds(60)))
            try require(
                TaskTable($0.connection).lapsed(at: $0.history.end + .seconds(60), workers: [], limit: 500)
                    .count > 0
            )
        },
        PlanCase("tasks of the dead", by: "install_tasks_leases") {
            try require(TaskTable($0.connection).lapsed(at: nil, workers: ["w0"], limit: 500).count > 0)
        },
        PlanCase("renew") {
            let held = (0..<32).map { [history = $0.history] in
                history.taskID(history.firstOpen + 2 * ($0 / 3), $0 % 3)
            }
            let worker = "w\($0.history.firstOpen % 2)"
            try require(TaskTable($0.connection).renew(held, of: worker, until: $0.history.end).count == 32)
        },
        PlanCase("save") {
            let ids = (0..<64).map { [history = $0.history] in
                history.taskID(history.firstOpen + $0 / 3, $0 % 3)
            }
            let tasks = try TaskTable($0.connection).lock(ids).tasks
            let ended = try tasks.map { try $0.applying(.succeed(nil), at: start) }
            try TaskTable($0.connection).save(zip(ended, tasks).map { .init($0, over: $1.state) }, at: start)
            let attempts = tasks.compactMap { AttemptTable.Ended($0, outcome: "success", error: nil) }
            try AttemptTable($0.connection).insert(attempts, at: start)
            try require(attempts.count == 64)
            let put = tasks.map {
                (InstallTask.Installed(version: 1, digest: "d", remote: .init(id: "r", version: nil)), $0)
            }
            try InstallationTable($0.connection).put(put, at: start)
            try InstallationTable($0.connection).remove(tasks)
        },
        PlanCase("counts of runs") { subject in
            var changes: [RunID: TaskCounts] = [:]
            for number in 0..<64 {
                changes[subject.history.runID(subject.history.firstOpen + LargeHistory.running + number)] =
                    TaskCounts()
            }
            try require(RunTable(subject.connection).adjust(changes, at: start).count == 64)
        },
        PlanCase("is there an open task", by: "install_tasks_lane") {
            let skill = try SkillTable($0.connection).skill(named: LargeHistory.skillName(7))
            _ = try TaskTable($0.connection).hasOpenTask(
                for: skill?.id ?? SkillID(rawValue: "-"),
                on: provider
            )
        },
    ]

    private static func runs(
        _ name: String,
        by index: String,
        _ change: @escaping @Sendable (inout RunQuery) -> Void
    )
        -> PlanCase
    {
        PlanCase("runs: \(name)", by: index) { subject in
            let table = RunTable(subject.connection)
            var query = RunQuery()
            change(&query)
            query.page.limit = 1
            let page = try table.list(query)
            try require(!page.items.isEmpty)
            guard page.nextCursor != nil else { return }
            query.page = PageRequest(limit: 50, cursor: page.nextCursor)
            _ = try table.list(query)
        }
    }

    private static let runs = [
        runs("all", by: "install_runs_created") { _ in },
        runs("of a state", by: "install_runs_status") { $0.status = .queued },
        runs("of a rare state", by: "install_runs_status") { $0.status = .failed },
        runs("of a kind", by: "install_runs_kind") { $0.kind = .rollback },
        runs("of a person", by: "install_runs_person") { $0.requestedBy = "rare" },
        runs("from a source", by: "install_runs_source") { $0.source = .chat },
        runs("on a provider", by: "install_tasks_provider") { $0.provider = provider },
        runs("on a provider hardly used", by: "install_tasks_provider") { $0.provider = rare },
        runs("of a skill", by: "install_tasks_skill") { $0.skill = LargeHistory.skillName(77) },
        runs("of a time", by: "install_runs_created") {
            $0.createdAfter = Timestamp(microseconds: LargeHistory.beginning + 5_000_000_000)
            $0.createdBefore = Timestamp(microseconds: LargeHistory.beginning + 6_000_000_000)
        },
        runs("that began from one", by: "install_runs_parent") {
            // The 50th run before the hundredth is the parent of that one.
            $0.parent = RunID(rawValue: "10000049")
        },
        runs("of a skill and a rare state", by: "install_tasks_skill") {
            $0.skill = LargeHistory.skillName(15)
            $0.status = .failed
        },
        PlanCase("one run", by: "install_tasks_run") {
            let run = $0.history.runID($0.history.runs / 2)
            try require(RunTable($0.connection).find(run) != nil)
            try require(TaskTable($0.connection).all(of: run).count == 3)
            try require(TaskTable($0.connection).lockAll(of: run).count == 3)
            try require(AttemptTable($0.connection).all(of: run).count == 3)
        },
    ]

    private static let lists = [
        PlanCase("matrix", by: "install_tasks_ended", "install_tasks_lane", "install_tasks_turn") {
            let page = try MatrixTable($0.connection).list(SkillQuery())
            try require(page.items.count == 50)
            try require(page.items.allSatisfy { $0.cells.count == LargeHistory.providers + 1 })
            try require(page.items.contains { $0.cells.contains { $0.runID != nil } })
        },
        PlanCase("events") {
            let latest = try EventTable($0.connection).latestPosition()
            _ = try EventTable($0.connection).oldestPosition()
            try require(EventTable($0.connection).entries(after: latest - 100, limit: 500).count == 100)
        },
        PlanCase("audit", by: "audit_entries_at") {
            let page = try AuditTable($0.connection).list(AuditQuery())
            _ = try AuditTable($0.connection).list(AuditQuery(page: PageRequest(cursor: page.nextCursor)))
        },
        PlanCase("audit of a person", by: "audit_entries_actor") {
            try require(AuditTable($0.connection).list(AuditQuery(actor: "rare")).items.count == 1)
        },
        PlanCase("audit of an action", by: "audit_entries_action") {
            try require(AuditTable($0.connection).list(AuditQuery(action: "token.create")).items.count == 1)
        },
        PlanCase("audit of a subject", by: "audit_entries_subject") {
            try require(AuditTable($0.connection).list(AuditQuery(subject: "task:10000077")).items.count == 1)
        },
        PlanCase("failures", by: "install_tasks_failures", "install_tasks_settled", "install_runs_parent") {
            let table = FailureTable($0.connection)
            let found = try table.open()
            try require(!found.isEmpty)
            _ = try table.hasMore()
            try require(table.stillOpen(Array(found.prefix(300))).count == min(300, found.count))
        },
        PlanCase(
            "count of failures",
            by: "install_tasks_failures",
            "install_tasks_settled",
            "install_runs_parent"
        ) {
            let table = FailureTable($0.connection)
            try require(table.openCount(among: 1000) == table.open(among: 1000).count)
        },
        PlanCase("failures on a provider", by: "install_tasks_outcomes", "install_tasks_settled") {
            try require(!FailureTable($0.connection).open(on: provider, upTo: $0.history.end).isEmpty)
        },
        PlanCase("failures on a provider, in parts", by: "install_tasks_outcomes", "install_tasks_settled") {
            let table = FailureTable($0.connection)
            let first = try table.part(on: provider, after: nil, among: 100)
            try require(!first.open.isEmpty && first.end != nil)
            try require(!table.part(on: provider, after: first.end, among: 100).open.isEmpty)
        },
        PlanCase("installations", by: "installations_skill") {
            let page = try InstallationTable($0.connection).list(InstallationQuery())
            _ = try InstallationTable($0.connection).list(
                InstallationQuery(page: PageRequest(cursor: page.nextCursor))
            )
            let some = InstallationQuery(skill: LargeHistory.skillName(7))
            try require(InstallationTable($0.connection).list(some).items.count == LargeHistory.providers)
        },
        PlanCase("installations on a provider") {
            try require(
                !InstallationTable($0.connection).list(InstallationQuery(provider: provider)).items.isEmpty
            )
        },
        PlanCase("skills by name") { try pages(of: SkillQuery(), $0.connection) },
        PlanCase("skills, newest first", by: "skills_created") {
            try pages(of: SkillQuery(order: .newest), $0.connection)
        },
        PlanCase("skills, last changed first", by: "skills_updated") {
            try pages(of: SkillQuery(order: .updated), $0.connection)
        },
        PlanCase("a skill and its versions") {
            try require(
                SkillTable($0.connection).versions(of: LargeHistory.skillName(7), page: PageRequest())?.items
                    .count == 1
            )
            try require(SkillTable($0.connection).version(1, of: LargeHistory.skillName(7)) != nil)
            let selection = RunRequest.Selection(name: LargeHistory.skillName(7))
            try require(SkillTable($0.connection).targets(for: [selection]).count == 1)
        },
        PlanCase("skills found by a word") {
            let found = try SkillTable($0.connection).list(SkillQuery(text: LargeHistory.skillName(77)))
            try require(found.items.map(\.name) == [LargeHistory.skillName(77)])
        },
    ]

    private static let tidying = [
        PlanCase(
            "old runs",
            by: "install_runs_created",
            "installations_run",
            "install_runs_parent",
            "install_tasks_ended",
            "install_tasks_lane"
        ) {
            let (table, end) = (RunTable($0.connection), $0.history.end)
            // What the oldest put there still stands; one of a hundred began from another.
            let limit = LargeHistory.skills * 99 / 100
            let standing = try table.removable(endedBefore: end, after: nil, limit: limit)
            try require(standing.pieces.isEmpty && standing.next != nil)
            let found = try table.removable(endedBefore: end, after: standing.next, limit: 200)
            let piece = found.pieces.first ?? []
            try require(piece.contains { $0.runs.count > 1 } && found.next != nil)
            let removal = try table.removal(of: piece)
            try require(removal.families == piece)
            let runs = piece.map(\.runs.count).reduce(0, +)
            try require(table.remove(removal, endedBefore: end, at: end).runs == runs)
        },
        PlanCase("old events") {
            let oldest = try EventTable($0.connection).oldestPosition() ?? 0
            try EventTable($0.connection).prune(before: oldest + 5000)
        },
        PlanCase("tasks nobody lets go on", by: "install_tasks_blocked") {
            _ = try TaskTable($0.connection).hasStranded()
            _ = try TaskTable($0.connection).unblockStranded(at: start)
        },
    ]

    private static func pages(of query: SkillQuery, _ connection: any Connection) throws {
        var query = query
        let page = try SkillTable(connection).list(query)
        query.page.cursor = page.nextCursor
        try require(!SkillTable(connection).list(query).items.isEmpty)
    }

    private struct NothingFound: Error {
        let line: Int
    }

    /// A case that finds nothing would show the plan of nothing.
    static func require(_ condition: Bool, line: Int = #line) throws {
        if !condition { throw NothingFound(line: line) }
    }
}
