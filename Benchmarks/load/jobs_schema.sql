CREATE TABLE jobs (
    id          BIGINT PRIMARY KEY,
    status      TEXT NOT NULL,
    due_at      BIGINT NOT NULL,
    worker      BIGINT,
    finished_at BIGINT,
    payload     TEXT NOT NULL
);
CREATE TABLE job_events (
    position    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job         BIGINT NOT NULL,
    status      TEXT NOT NULL
);
INSERT INTO jobs (id, status, due_at, payload)
SELECT i, 'queued', i, repeat('skillyard ', 20) FROM generate_series(1, :count) AS i;
CREATE INDEX jobs_due ON jobs (due_at, id) WHERE status = 'queued';
ANALYZE jobs;
