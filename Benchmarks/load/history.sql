-- What years of use leave behind: :runs finished runs of three tasks each, older than everything else. Ids rise with
-- time. Keys are not looked up and indexes not kept meanwhile, which takes most of the time.
SET session_replication_role = replica;
SET maintenance_work_mem = '256MB';
UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid IN (
    'install_runs'::regclass, 'install_tasks'::regclass, 'task_attempts'::regclass, 'audit_entries'::regclass);

INSERT INTO install_runs (id, kind, status, requested_by, source, created_at, started_at, finished_at, queued, running,
    retry_wait, success, failed, canceled, skipped)
SELECT '00000000-0000-7000-8000-' || lpad(i::text, 12, '0'), 'install',
    CASE WHEN i % 100 < 3 THEN 'partial_failed' ELSE 'success' END, 'user-' || i % 500,
    CASE WHEN i % 3 = 0 THEN 'cli' ELSE 'api' END, i, i, i + 1, 0, 0, 0,
    CASE WHEN i % 100 < 3 THEN 2 ELSE 3 END, CASE WHEN i % 100 < 3 THEN 1 ELSE 0 END, 0, 0
FROM generate_series(1, :runs) AS i;

INSERT INTO install_tasks (id, run_id, kind, skill_id, skill, version, digest, provider_id, status, claimed_at, attempt,
    max_attempts, rescues, cancel_requested, remote_id, remote_version, started_at, finished_at)
SELECT '00000000-0000-7000-9' || k || '00-' || right(r.id, 12), r.id, r.kind, s.id, s.name, 1, repeat('0', 64),
    'bench', CASE WHEN k < r.failed THEN 'failed' ELSE 'success' END, r.created_at, 1, 5, 0, 0, 'remote', '1',
    r.started_at, r.finished_at
FROM install_runs AS r CROSS JOIN generate_series(0, 2) AS k
JOIN (SELECT id, name, row_number() OVER (ORDER BY name) - 1 AS number FROM skills) AS s
    -- Every tenth run is about the same skill, among others.
    ON s.number = CASE WHEN k = 0 AND r.created_at % 10 = 5 THEN 3
                       ELSE (r.created_at * 3 + k) % (SELECT count(*) FROM skills) END
WHERE r.created_at <= :runs;

INSERT INTO task_attempts (task_id, number, worker, started_at, finished_at, outcome)
SELECT id, 1, 'worker', started_at, finished_at, status FROM install_tasks WHERE finished_at IS NOT NULL;

INSERT INTO audit_entries (chain, sequence, at, actor, action, subject, outcome, source, detail, hash)
SELECT 'history', i, i, 'system', 'task.install', 'task:' || i, 'success', 'worker', '{}', repeat('0', 64)
FROM generate_series(1, :runs) AS i;

REINDEX TABLE install_runs;
REINDEX TABLE install_tasks;
REINDEX TABLE task_attempts;
REINDEX TABLE audit_entries;
VACUUM ANALYZE;
