-- Whether providers hold what the ledger says.

-- How the last look at each provider went, and whether another one is asked for. No foreign key: providers that were
-- never looked at have no row, and whoever saves one takes no share of the provider's.
CREATE TABLE drift_checks (
    provider_id     TEXT PRIMARY KEY,
    asked_at        BIGINT,                    -- null unless somebody waits for a look that has not ended
    asked_by        TEXT,
    started_at      BIGINT,
    finished_at     BIGINT,                    -- before started_at while one is under way
    outcome         TEXT CHECK (outcome IN ('sound', 'drifted', 'failed')),
    compared        BIGINT NOT NULL,           -- places of the ledger that something could be said of
    verified        BIGINT NOT NULL,           -- those of them whose content was compared
    left_out        BIGINT NOT NULL,           -- the others: somebody was at them, or they could not be asked for
    others          BIGINT NOT NULL,           -- skills there that are none of ours
    error           TEXT,                      -- JSON
    read_to         TEXT                       -- the skill that reading contents came to
);

-- Places where a provider does not hold what the ledger says; a finding that changes is another one.
CREATE TABLE drift_findings (
    id              TEXT PRIMARY KEY,
    provider_id     TEXT NOT NULL,
    skill_id        TEXT NOT NULL REFERENCES skills (id),
    skill           TEXT NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('missing', 'version_changed', 'content_changed', 'unexpected')),
    expected        TEXT,                      -- JSON: what the ledger said
    found           TEXT,                      -- JSON: what stands there
    first_seen      BIGINT NOT NULL,
    last_seen       BIGINT NOT NULL,
    resolved_at     BIGINT,
    resolution      TEXT CHECK (resolution IN ('gone', 'repaired', 'accepted'))
);
CREATE UNIQUE INDEX drift_findings_open ON drift_findings (provider_id, skill_id) WHERE resolved_at IS NULL;
CREATE INDEX drift_findings_list ON drift_findings (provider_id, id);
CREATE INDEX drift_findings_skill ON drift_findings (skill_id);
CREATE INDEX drift_findings_resolved ON drift_findings (resolved_at) WHERE resolved_at IS NOT NULL;

-- The rule that comes with the program, for databases that got theirs before there was this one.
INSERT INTO alert_rules (id, settings, revision, updated_at, updated_by)
SELECT 'drift-found',
    '{"title":"Something was changed at a provider","condition":{"kind":"drift_found","at_least":1},"severity":"warning","enabled":true,"repeat_minutes":1440}',
    1, measured_at, 'system'
FROM alert_progress WHERE id = 1 ON CONFLICT (id) DO NOTHING;
