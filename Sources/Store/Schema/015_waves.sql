-- Runs that begin later, or in waves.

-- What waits for its wave is queued and due in the year 9999, like what waits for an approval.
ALTER TABLE install_tasks ADD COLUMN wave BIGINT;       -- from 1; null where the run begins all at a time
ALTER TABLE install_tasks ADD COLUMN held_for BIGINT;   -- while it is never due: 1 an approval, 2 its wave, 3 both

ALTER TABLE install_runs ADD COLUMN start_at BIGINT;    -- when it is to begin; null for at once
ALTER TABLE install_runs ADD COLUMN waves BIGINT;       -- how many; null for the many that begin at once, all at a time
ALTER TABLE install_runs ADD COLUMN released_at BIGINT; -- when the first wave could begin

CREATE TABLE run_rollouts (
    run_id          TEXT PRIMARY KEY REFERENCES install_runs (id) ON DELETE CASCADE,
    plan            TEXT,                      -- JSON; null for a run that only begins later
    start_at        BIGINT,
    asked_at        BIGINT NOT NULL,           -- what changed its places later overtakes what has not begun
    state           TEXT NOT NULL CHECK (state IN ('open', 'stopping', 'ended')),
    stopped         TEXT                       -- JSON: when, by whom and why, and the run that rolls it back
);
CREATE INDEX run_rollouts_open ON run_rollouts (state, run_id) WHERE state <> 'ended';

CREATE TABLE run_waves (
    run_id          TEXT NOT NULL REFERENCES run_rollouts (run_id) ON DELETE CASCADE,
    wave            BIGINT NOT NULL,
    targets         BIGINT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'soaking', 'done', 'stopped')),
    released_at     BIGINT,
    ended_at        BIGINT,
    soak_until      BIGINT,
    PRIMARY KEY (run_id, wave)
);
