-- What keeps workers from beginning anything at a provider: somebody's pause, and a breaker that is open.

CREATE TABLE pauses (
    place           TEXT PRIMARY KEY,          -- a provider's id, or * for everything
    reason          TEXT NOT NULL,
    paused_by       TEXT NOT NULL,
    paused_at       BIGINT NOT NULL,
    resumed_at      BIGINT                     -- null while it lasts; the clocks of tasks count from here again
);

-- Providers that answered last with a failure that says they are down; the others have no row. No foreign key: it would
-- take a share of the provider's row, which others lock to claim, and two who fail at one and claim at another provider
-- would wait for each other.
CREATE TABLE provider_breakers (
    provider_id     TEXT PRIMARY KEY,
    failures        BIGINT NOT NULL,           -- such failures, one after the other
    openings        BIGINT NOT NULL,           -- how often it opened since the provider was last alive
    opened_at       BIGINT,                    -- null: closed
    probe_at        BIGINT,                    -- when one task may try
    probe_task      TEXT,                      -- the task that tries, and the token of its lease
    probe_token     TEXT,
    error           TEXT                       -- JSON: the last failure
);

-- Providers where tasks can begin, as whoever looks after their clocks has seen it; the others have no row.
CREATE TABLE provider_clocks (
    provider_id     TEXT PRIMARY KEY,
    running_since   BIGINT NOT NULL,           -- tasks could begin since then, without a break
    seen_at         BIGINT NOT NULL            -- when that was last noted: a long silence is a break
);

-- When the first try began since the task was asked for, or asked for again.
ALTER TABLE install_tasks ADD COLUMN begun_at BIGINT;

-- The request_id of that time: programs that know nothing of begun_at leave it when somebody asks again.
ALTER TABLE install_tasks ADD COLUMN begun_for TEXT;

-- When the claim of claimed_at found it due: a worker that gives it back untouched puts it back in its place.
ALTER TABLE install_tasks ADD COLUMN claimed_due BIGINT;

-- When the task before it in its queue let it go: it could not begin any sooner, whenever it was due.
ALTER TABLE install_tasks ADD COLUMN eligible_at BIGINT;

-- What is to end is looked at also where nothing else begins.
CREATE INDEX install_tasks_ending ON install_tasks (provider_id, due_at)
    WHERE cancel_requested = 1 AND status IN ('queued', 'retry_wait');

-- Tasks that began and wait again, the longest at it first.
CREATE INDEX install_tasks_begun ON install_tasks (provider_id, begun_at)
    WHERE begun_at IS NOT NULL AND status IN ('queued', 'retry_wait');
