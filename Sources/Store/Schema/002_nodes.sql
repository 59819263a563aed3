-- Many nodes on one database.

-- The oldest program that still works with this step's schema.
ALTER TABLE schema_versions ADD COLUMN oldest_program BIGINT;

-- How many calls to a provider each worker may have open: together no more than the provider's concurrency.
CREATE TABLE provider_slots (
    provider_id     TEXT NOT NULL REFERENCES providers (id),
    worker_id       TEXT NOT NULL,
    slots           BIGINT NOT NULL,
    PRIMARY KEY (provider_id, worker_id)
);
CREATE INDEX provider_slots_worker ON provider_slots (worker_id);

-- Duties that one node at a time has.
CREATE TABLE leaderships (
    duty            TEXT PRIMARY KEY,
    holder          TEXT NOT NULL,
    process         TEXT NOT NULL,             -- as in workers: a dead one need not be waited for
    expires_at      BIGINT NOT NULL
);

-- The task before this one in the queue of its skill on its provider, once a worker has come across it.
ALTER TABLE install_tasks ADD COLUMN blocked_by TEXT;
CREATE INDEX install_tasks_blocked ON install_tasks (blocked_by) WHERE blocked_by IS NOT NULL;
CREATE INDEX install_tasks_ready ON install_tasks (provider_id, due_at, id)
    WHERE status IN ('queued', 'retry_wait') AND blocked_by IS NULL;
DROP INDEX install_tasks_due;

-- Two never write to the same place, whatever workers see of each other.
CREATE UNIQUE INDEX install_tasks_turn ON install_tasks (provider_id, skill_id) WHERE status = 'running';

-- Of running tasks, but not said so: a look for the running task of one place must not take this one, which walks
-- through all of them.
DROP INDEX install_tasks_running;
CREATE INDEX install_tasks_leases ON install_tasks (lease_expires_at) WHERE lease_expires_at IS NOT NULL;

-- Old runs are removed, but never one that put there what still stands.
CREATE INDEX installations_run ON installations (run_id);

-- What a content takes is asked for by its digest.
CREATE INDEX skill_versions_digest ON skill_versions (digest);

-- What all contents take together is added up from the index alone.
CREATE INDEX bundles_size ON bundles (size);

-- Lists that people narrow down to what is rare must not walk through everything else.
CREATE INDEX install_runs_person ON install_runs (requested_by, created_at, id);
CREATE INDEX install_runs_source ON install_runs (source, created_at, id);
CREATE INDEX install_runs_kind ON install_runs (kind, created_at, id);
CREATE INDEX audit_entries_actor ON audit_entries (actor, at);
CREATE INDEX audit_entries_action ON audit_entries (action, at);
CREATE INDEX audit_entries_subject ON audit_entries (subject, at);
CREATE INDEX installations_skill ON installations (skill, provider_id);
