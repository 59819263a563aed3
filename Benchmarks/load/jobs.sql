-- The least a queue has to do, for pgbench: claim, finish, tell; :batch jobs in each transaction.
BEGIN;
WITH claimed AS (
    UPDATE jobs SET status = 'running', worker = :client_id WHERE id IN (
        SELECT id FROM jobs WHERE status = 'queued' ORDER BY due_at, id LIMIT :batch FOR UPDATE SKIP LOCKED)
    RETURNING id)
SELECT array_agg(id) AS ids FROM claimed \gset
UPDATE jobs SET status = 'success', finished_at = due_at WHERE id = ANY (CAST(:ids AS BIGINT[]));
INSERT INTO job_events (job, status) SELECT job, 'success' FROM unnest(CAST(:ids AS BIGINT[])) AS job;
COMMIT;
