-- What a task costs the database here, for pgbench: claimed, ended and told of, with its try, events, audit entry, place in
-- the ledger and run; :batch tasks in each transaction.
BEGIN;
WITH claimed AS (
    UPDATE install_tasks SET status = 'running', due_at = NULL, claimed_at = 1, lease_worker = 'worker',
        lease_token = 'token', lease_expires_at = 9, attempt = attempt + 1, started_at = 1
    WHERE id IN (
        SELECT id FROM install_tasks
        WHERE provider_id = 'bench' AND status IN ('queued', 'retry_wait') AND blocked_by IS NULL
            AND due_at <= 9000000000000000
        ORDER BY due_at, id LIMIT :batch FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id, run_id)
SELECT array_agg(id) AS ids, min(run_id) AS run FROM claimed \gset
INSERT INTO events (kind, at, run_id, task_id, skill, provider_id, status)
SELECT 'task.changed', 1, run_id, id, skill, provider_id, status
FROM install_tasks WHERE id = ANY (CAST(:ids AS TEXT[]));
UPDATE install_tasks SET status = 'success', lease_worker = NULL, lease_token = NULL, lease_expires_at = NULL,
    remote_id = 'remote', remote_version = '1', finished_at = 2
WHERE id = ANY (CAST(:ids AS TEXT[]));
INSERT INTO task_attempts (task_id, number, worker, started_at, finished_at, outcome)
SELECT id, 1, '00000000-0000-7000-8000-000000000000', 1, 2, 'success'
FROM install_tasks WHERE id = ANY (CAST(:ids AS TEXT[]));
INSERT INTO installations (skill_id, provider_id, skill, version, digest, remote_id, remote_version, run_id, installed_at)
SELECT skill_id, provider_id, skill, version, digest, 'remote', '1', run_id, 2
FROM install_tasks WHERE id = ANY (CAST(:ids AS TEXT[]));
INSERT INTO events (kind, at, run_id, task_id, skill, provider_id, status)
SELECT 'task.changed', 1, run_id, id, skill, provider_id, status
FROM install_tasks WHERE id = ANY (CAST(:ids AS TEXT[]));
INSERT INTO audit_entries (chain, sequence, at, actor, action, subject, outcome, source, detail, hash)
SELECT 'lane-' || id, 1, 2, 'system', 'task.install', 'task:' || id, 'success', 'worker',
    '{"provider":"bench","remote_id":"0000000000000000","run":"' || run_id || '","skill":"' || skill || '@1"}',
    repeat('0', 64)
FROM install_tasks WHERE id = ANY (CAST(:ids AS TEXT[]));
UPDATE install_runs SET queued = queued - :batch, success = success + :batch WHERE id = :run;
COMMIT;
