-- What is looked for, what was found, and what nobody needs to look after any more.

CREATE TABLE alert_rules (
    id              TEXT PRIMARY KEY,
    settings        TEXT NOT NULL,             -- JSON
    revision        BIGINT NOT NULL,           -- rises by one with every change
    updated_at      BIGINT NOT NULL,
    updated_by      TEXT NOT NULL
);

-- How far the events were read that alerts are decided by; one row, written with everything that follows from them.
CREATE TABLE alert_progress (
    id              BIGINT PRIMARY KEY,
    event_position  BIGINT NOT NULL,
    turn            BIGINT NOT NULL,           -- rises with every change: of two who read on at once one comes too late
    measured_at     BIGINT NOT NULL,
    audit_checked_at BIGINT NOT NULL
);

-- What alerts are decided by, in the order in which that is done: endings and measurements.
CREATE TABLE alert_facts (
    position        {{identity}},
    kind            TEXT NOT NULL,
    at              BIGINT NOT NULL,
    provider_id     TEXT,
    run_id          TEXT,
    outcome         TEXT,
    content         TEXT NOT NULL              -- JSON
);
CREATE INDEX alert_facts_at ON alert_facts (at, position);
CREATE INDEX alert_facts_run ON alert_facts (run_id, position) WHERE run_id IS NOT NULL;
-- Measurements: far fewer than endings.
CREATE INDEX alert_facts_measured ON alert_facts (kind, provider_id, position) WHERE run_id IS NULL;

CREATE TABLE alerts (
    id              TEXT PRIMARY KEY,
    rule_id         TEXT NOT NULL,             -- which may be gone
    cause           TEXT NOT NULL,             -- JSON: what is counted together
    provider_id     TEXT,                      -- as in the cause
    title           TEXT NOT NULL,
    severity        TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'snoozed', 'recovered')),
    message         TEXT,
    count           BIGINT NOT NULL,
    skills          TEXT NOT NULL,             -- JSON array: the first
    members         TEXT NOT NULL,             -- JSON array: those that have not succeeded since
    lost_members    BIGINT NOT NULL,           -- whether there were more
    opened_at       BIGINT NOT NULL,
    last_at         BIGINT NOT NULL,
    told_at         BIGINT NOT NULL,
    recovered_at    BIGINT,
    snooze_until    BIGINT,
    acknowledged_by TEXT,
    acknowledged_at BIGINT,
    reason          TEXT
);
CREATE UNIQUE INDEX alerts_ongoing ON alerts (rule_id, cause) WHERE recovered_at IS NULL;
CREATE INDEX alerts_state ON alerts (state, id);
CREATE INDEX alerts_recovered ON alerts (recovered_at) WHERE recovered_at IS NOT NULL;

-- Whom to tell what: written with the change of the alert, read by whoever passes it on.
CREATE TABLE alert_notices (
    position        {{identity}},
    alert_id        TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    kind            TEXT NOT NULL CHECK (kind IN ('opened', 'repeated', 'recovered')),
    at              BIGINT NOT NULL
);
CREATE INDEX alert_notices_alert ON alert_notices (alert_id);

-- Failed targets that were dealt with; one that failed anew since is not.
CREATE TABLE failure_acknowledgements (
    task_id         TEXT PRIMARY KEY REFERENCES install_tasks (id) ON DELETE CASCADE,
    failed_at       BIGINT NOT NULL,
    reason          TEXT NOT NULL,
    acknowledged_by TEXT NOT NULL,
    acknowledged_at BIGINT NOT NULL
);

-- Failed targets, the newest first.
CREATE INDEX install_tasks_failures ON install_tasks (finished_at, id) WHERE status = 'failed';

-- The last success in each place, which settles what failed there before.
CREATE INDEX install_tasks_settled ON install_tasks (provider_id, skill_id, finished_at)
    WHERE status IN ('success', 'skipped') AND finished_at IS NOT NULL;
