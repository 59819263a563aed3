-- Runs that wait until somebody has approved them.

-- A target that waits is queued and due in the year 9999, so that no worker of whatever program finds it due.
CREATE TABLE run_approvals (
    run_id          TEXT PRIMARY KEY REFERENCES install_runs (id) ON DELETE CASCADE,
    reasons         TEXT NOT NULL,             -- JSON array
    providers       TEXT NOT NULL,             -- JSON array
    targets         BIGINT NOT NULL,
    four_eyes       BIGINT NOT NULL,
    requested_by    TEXT NOT NULL,             -- JSON array of names
    accounts        TEXT NOT NULL,             -- JSON array: the accounts of those who have one
    requested_at    BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    decided_by      TEXT,
    decided_at      BIGINT,
    comment         TEXT
);
CREATE INDEX run_approvals_open ON run_approvals (expires_at) WHERE decided_at IS NULL;

-- Which targets an approval was asked for, and when it was given: a retry of those needs no other.
CREATE TABLE run_approval_targets (
    task_id         TEXT PRIMARY KEY REFERENCES install_tasks (id) ON DELETE CASCADE,
    run_id          TEXT NOT NULL,
    requested_at    BIGINT NOT NULL,           -- what changed its place later overtakes it
    approved_at     BIGINT
);
CREATE INDEX run_approval_targets_run ON run_approval_targets (run_id);

-- Where the approval stands; null for the many runs that need none.
ALTER TABLE install_runs ADD COLUMN approval TEXT;
CREATE INDEX install_runs_approval ON install_runs (approval, created_at, id) WHERE approval IS NOT NULL;

-- What kind of event it is, where programs of earlier steps are to take it for the one in `kind`.
ALTER TABLE events ADD COLUMN exact_kind TEXT;
