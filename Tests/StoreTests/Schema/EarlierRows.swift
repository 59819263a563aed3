import Contract
import Domain
import Store
import Testing

/// Rows as a program of the first schema writes them, column by column, and what they mean to this one.
enum EarlierRows {
    static let script = """
        INSERT INTO skills (id, name, description, owner, tags, state, latest_version, version_count, created_at,
            updated_at) VALUES ('s1', 'notes', 'Takes notes.', 'ann', '["docs"]', 'active', 1, 1, 10, 20);
        INSERT INTO skill_tags (skill_id, tag) VALUES ('s1', 'docs');
        INSERT INTO bundles (digest, archive, size, created_at) VALUES ('d1', '', 0, 10);
        INSERT INTO skill_versions (skill_id, version, digest, description, license, compatibility, files, file_count,
            size, findings, created_by, created_at, yanked_at, yank_reason, body)
            VALUES ('s1', 1, 'd1', 'Takes notes.', 'MIT', NULL, '[]', 0, 0, '[]', 'ann', 10, NULL, NULL, 'read this');
        INSERT INTO providers (id, settings, enabled, concurrency, rate_per_minute, last_check, created_at, updated_at)
            VALUES ('alpha', '{"kind":"http","display_name":"Alpha","options":{},"concurrency":8,\
        "attempt_timeout_seconds":60,"max_attempts":5,"enabled":true,"sandbox":false}', 1, 8, NULL, NULL, 10, 10);
        INSERT INTO install_runs (id, kind, status, requested_by, source, reason, parent_run_id, created_at, started_at,
            finished_at, queued, running, retry_wait, success, failed, canceled, skipped)
            VALUES ('r1', 'install', 'running', 'ann', 'api', NULL, NULL, 30, 31, NULL, 1, 0, 0, 1, 0, 0, 0);
        INSERT INTO install_tasks (id, run_id, kind, skill_id, skill, version, digest, provider_id, status, due_at,
            attempt, max_attempts, rescues, cancel_requested)
            VALUES ('t1', 'r1', 'install', 's1', 'notes', 1, 'd1', 'alpha', 'queued', 30, 0, 5, 0, 0);
        INSERT INTO install_tasks (id, run_id, kind, skill_id, skill, version, digest, provider_id, status,
            attempt, max_attempts, rescues, cancel_requested, remote_id, remote_version, started_at, finished_at)
            VALUES ('t0', 'r1', 'install', 's1', 'notes', 1, 'd1', 'alpha', 'success', 1, 5, 0, 0, 'x1', '1', 31, 32);
        INSERT INTO task_attempts (task_id, number, worker, started_at, finished_at, outcome)
            VALUES ('t0', 1, 'w1', 31, 32, 'success');
        INSERT INTO installations (skill_id, provider_id, skill, version, digest, remote_id, remote_version, run_id,
            installed_at) VALUES ('s1', 'alpha', 'notes', 1, 'd1', 'x1', '1', 'r1', 32);
        INSERT INTO workers (id, process, started_at, seen_at) VALUES ('w1', 'b/n/1/2', 30, 32);
        INSERT INTO events (kind, at, run_id, status) VALUES ('run.queued', 30, 'r1', 'queued');
        INSERT INTO idempotency_keys (caller, key, fingerprint, answer, created_at)
            VALUES ('ann', 'k', 'f', '{}', 30);
        INSERT INTO api_tokens (id, name, role, prefix, secret_hash, created_at)
            VALUES ('k1', 'ci', 'operator', 'sky_ab', 'hash', 10);

        """

    /// Everything is there, and the open task can be claimed.
    static func check(_ database: any Database) async throws {
        let skill = try await database.read { try SkillTable($0).skill(named: "notes") }
        #expect(skill?.tags == ["docs"])
        #expect(skill?.installedOn == ["alpha"])
        let run = try await database.read { try RunTable($0).find("r1") }
        #expect(run?.counts.success == 1)
        #expect(run?.counts.queued == 1)
        let attempts = try await database.read { try AttemptTable($0).all(of: "r1") }
        #expect(attempts["t0"]?.map(\.outcome) == ["success"])
        #expect(run?.requestID == nil && attempts["t0"]?.first?.requestID == nil)
        let events = try await database.read { try EventTable($0).entries(after: 0, limit: 10) }
        #expect(events.map(\.runID) == ["r1"])
        #expect(try await database.read { try WorkerTable($0).all() }.map(\.id) == ["w1"])
        let claimed = try await database.claim(1, from: "alpha")
        #expect(claimed.map(\.task.id) == ["t1"])
        #expect(claimed.first?.installed?.digest == "d1")
    }
}

extension Identifier: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
    ExpressibleByExtendedGraphemeClusterLiteral
{
    package init(stringLiteral text: String) { self.init(rawValue: text) }
}
