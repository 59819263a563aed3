import Contract
import Store

/// What a busy installation has gathered: finished runs of three tasks each, and a queue at their end.
///
/// Ids, like real ones, rise with time. Every table has some rows that are like no others.
struct LargeHistory: Sendable {
    static let skills = 10_000
    static let events = 200_000
    /// Runs being carried out.
    static let running = 50
    static let providers = 5
    /// Of the oldest run, with a second between two runs.
    static let beginning: Int64 = 1_790_000_000_000_000

    let runs: Int

    /// The first run that has not ended: one in sixty is still open.
    var firstOpen: Int { runs - runs / 60 }
    var end: Timestamp { Timestamp(microseconds: Self.beginning + Int64(runs) * 1_000_000) }

    func runID(_ number: Int) -> RunID { RunID(rawValue: String(10_000_000 + number)) }
    func taskID(_ number: Int, _ part: Int) -> TaskID { TaskID(rawValue: "\(runID(number))-\(part)") }
    static func skillName(_ number: Int) -> String { "skill-\(10_000 + number)" }

    /// Fills a database of the newest schema.
    func fill(_ database: any Database) async throws {
        try await database.register(
            (0..<Self.skills).map { number in
                skill(
                    Self.skillName(number),
                    body: "Instruction \(number * 7919 % 100_003) of many.",
                    owner: "owner-\(number % 100)",
                    tags: ["tag-\(number % 200)"]
                )
            }
        )
        try await database.write { connection in
            if connection.dialect == .postgres { try connection.runScript(Self.beforeLoading) }
            for statement in statements { try connection.runScript(statement) }
            if connection.dialect == .postgres { try connection.runScript(Self.afterLoading) }
        }
    }

    private static let tables = [
        "install_runs", "install_tasks", "task_attempts", "installations", "events", "audit_entries",
    ]

    /// Keys of other tables are not looked up and indexes are not kept meanwhile, which takes most of the time.
    private static let beforeLoading = """
        SET LOCAL session_replication_role = replica;
        SET LOCAL maintenance_work_mem = '256MB';
        UPDATE pg_index SET indisready = false, indisvalid = false
        WHERE indrelid IN (\(tables.map { "'\($0)'::regclass" }.joined(separator: ", ")));
        """

    private static let afterLoading = tables.map { "REINDEX TABLE \($0);" }.joined() + "ANALYZE"

    private var statements: [String] {
        [providerRows, runRows, taskRows, attemptRows, installationRows, eventRows, auditRows]
    }

    /// A table `n` with the numbers `i` from 0.
    private func numbers(_ count: Int) -> String {
        """
        (WITH RECURSIVE c (i) AS (
            SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM c WHERE i < \(count - 1)) SELECT i FROM c) AS n
        """
    }

    private var providerRows: String {
        """
        INSERT INTO providers (id, settings, enabled, concurrency, created_at, updated_at)
        SELECT 'p' || CAST(i AS TEXT), '{}', 1, 50, 1, 1 FROM \(numbers(Self.providers))
        UNION ALL SELECT 'rare', '{}', 1, 50, 1, 1
        """
    }

    private var runRows: String {
        let (open, waiting) = (firstOpen, firstOpen + Self.running)
        return """
            INSERT INTO install_runs (id, kind, status, requested_by, source, parent_run_id, created_at, started_at,
                finished_at, queued, running, retry_wait, success, failed, canceled, skipped)
            SELECT CAST(10000000 + i AS TEXT),
                CASE WHEN i = 16 THEN 'rollback' WHEN i % 10 = 0 THEN 'uninstall' ELSE 'install' END,
                CASE WHEN i >= \(waiting) THEN 'queued' WHEN i >= \(open) THEN 'running'
                     WHEN i = 15 THEN 'failed' WHEN i % 100 < 3 THEN 'partial_failed' ELSE 'success' END,
                CASE WHEN i = 17 THEN 'rare' ELSE 'user-' || CAST(i % 500 AS TEXT) END,
                CASE WHEN i = 18 THEN 'chat' WHEN i % 3 = 0 THEN 'cli' ELSE 'api' END,
                CASE WHEN i % 100 = 99 THEN CAST(10000000 + i - 50 AS TEXT) END,
                \(Self.beginning) + i * 1000000,
                CASE WHEN i < \(waiting) THEN \(Self.beginning) + i * 1000000 + 1000 END,
                CASE WHEN i < \(open) THEN \(Self.beginning) + i * 1000000 + 900000 END,
                CASE WHEN i >= \(waiting) THEN 3 ELSE 0 END,
                CASE WHEN i >= \(open) AND i < \(waiting) THEN 3 ELSE 0 END, 0,
                CASE WHEN i >= \(open) THEN 0 WHEN i % 100 < 3 THEN 2 ELSE 3 END,
                CASE WHEN i < \(open) AND i % 100 < 3 THEN 1 ELSE 0 END, 0, 0
            FROM \(numbers(runs))
            """
    }

    private var taskRows: String {
        """
        INSERT INTO install_tasks (id, run_id, kind, skill_id, skill, version, digest, provider_id, status, due_at,
            claimed_at, lease_worker, lease_token, lease_expires_at, attempt, max_attempts, rescues,
            cancel_requested, error, remote_id, remote_version, started_at, finished_at)
        SELECT r.id || '-' || CAST(k AS TEXT), r.id, r.kind, s.id, s.name, 1, 'digest-' || s.name || '-v1',
            CASE WHEN r.i = 19 AND k = 0 THEN 'rare' ELSE 'p' || CAST((r.i + k) % 5 AS TEXT) END,
            CASE WHEN r.status IN ('queued', 'running') THEN r.status
                 WHEN k < r.failed THEN 'failed' ELSE 'success' END,
            CASE WHEN r.status = 'queued' THEN r.created_at END, r.started_at,
            CASE WHEN r.status = 'running' THEN 'w' || CAST(r.i % 2 AS TEXT) END,
            CASE WHEN r.status = 'running' THEN 'token' END,
            CASE WHEN r.status = 'running' THEN r.created_at + 15000000 END, 1, 6, 0, 0,
            CASE WHEN k < r.failed THEN '{"code":"auth_failed","message":"Refused.","retryable":false}' END,
            CASE WHEN r.finished_at IS NOT NULL THEN 'remote-' || r.id END,
            CASE WHEN r.finished_at IS NOT NULL THEN '1' END, r.started_at, r.finished_at
        FROM (SELECT install_runs.*, (created_at - \(Self.beginning)) / 1000000 AS i FROM install_runs) AS r
        CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) AS three
        JOIN skills AS s ON s.name = 'skill-' || CAST(10000 + r.i % \(Self.skills) AS TEXT)
        """
    }

    private var attemptRows: String {
        """
        INSERT INTO task_attempts (task_id, number, worker, started_at, finished_at, outcome)
        SELECT id, 1, 'w1', started_at, finished_at, status FROM install_tasks WHERE finished_at IS NOT NULL
        """
    }

    /// Every skill on every provider.
    private var installationRows: String {
        """
        INSERT INTO installations (skill_id, provider_id, skill, version, digest, remote_id, run_id, installed_at)
        SELECT s.id, p.id, s.name, 1, 'digest', 'remote', '1000' || substr(s.name, 8), 1
        FROM skills AS s CROSS JOIN providers AS p WHERE p.id <> 'rare'
        """
    }

    private var eventRows: String {
        """
        INSERT INTO events (kind, at, run_id, task_id, skill, provider_id, status)
        SELECT 'task.changed', i, 'run', 'task', 'skill', 'p1', 'success' FROM \(numbers(Self.events))
        """
    }

    /// As many entries as runs.
    private var auditRows: String {
        """
        INSERT INTO audit_entries (chain, sequence, at, actor, action, subject, outcome, source, detail, hash)
        SELECT 'lane-0' || CAST(1 + i % 8 AS TEXT), i / 8 + 1, \(Self.beginning) + i * 1000000,
            CASE WHEN i = 20 THEN 'rare' WHEN i % 100 = 0 THEN 'user-' || CAST(i % 500 AS TEXT) ELSE 'system' END,
            CASE WHEN i = 21 THEN 'token.create' WHEN i % 4 = 0 THEN 'run.finish' ELSE 'task.install' END,
            'task:' || CAST(10000000 + i AS TEXT), 'success', 'worker', '{}', 'hash'
        FROM \(numbers(runs))
        """
    }
}
