-- Times are microseconds since 1970 in BIGINT; JSON is TEXT that SQL does not look into.

CREATE TABLE skills (
    id              TEXT PRIMARY KEY,
    name            TEXT NOT NULL UNIQUE,
    description     TEXT NOT NULL,
    owner           TEXT NOT NULL,
    tags            TEXT NOT NULL,             -- JSON array
    state           TEXT NOT NULL CHECK (state IN ('active', 'yanked')),
    latest_version  BIGINT NOT NULL,           -- the newest that is not yanked; of all when every one is
    version_count   BIGINT NOT NULL,           -- also the highest number ever given
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL
);
CREATE INDEX skills_updated ON skills (updated_at, id);
CREATE INDEX skills_created ON skills (created_at, id);

CREATE TABLE skill_tags (
    skill_id        TEXT NOT NULL REFERENCES skills (id),
    tag             TEXT NOT NULL,
    PRIMARY KEY (tag, skill_id)
);

-- What skills are found by, of their latest version: in NFC and lower case, so that searching compares as people read.
CREATE TABLE skill_texts (
    number          {{identity}},
    skill_id        TEXT NOT NULL UNIQUE REFERENCES skills (id),
    text            TEXT NOT NULL              -- name, description, tags and the beginning of the body
);

CREATE TABLE bundles (
    digest          TEXT PRIMARY KEY,
    archive         {{bytes}} NOT NULL,
    size            BIGINT NOT NULL,           -- of the archive, in bytes
    created_at      BIGINT NOT NULL
);

CREATE TABLE skill_versions (
    skill_id        TEXT NOT NULL REFERENCES skills (id),
    version         BIGINT NOT NULL,
    digest          TEXT NOT NULL REFERENCES bundles (digest),
    description     TEXT NOT NULL,
    license         TEXT,
    compatibility   TEXT,
    files           TEXT NOT NULL,             -- JSON array
    file_count      BIGINT NOT NULL,
    size            BIGINT NOT NULL,           -- unpacked, in bytes
    findings        TEXT NOT NULL,             -- JSON array
    created_by      TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    yanked_at       BIGINT,
    yank_reason     TEXT,
    body            TEXT NOT NULL,             -- the beginning of SKILL.md's text as searched for
    PRIMARY KEY (skill_id, version),
    UNIQUE (skill_id, digest)
);

CREATE TABLE providers (
    id              TEXT PRIMARY KEY,
    settings        TEXT NOT NULL,             -- JSON
    enabled         BIGINT NOT NULL,
    concurrency     BIGINT NOT NULL,
    rate_per_minute BIGINT,
    last_check      TEXT,                      -- JSON
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    bucket_tokens   BIGINT NOT NULL DEFAULT 0, -- millionths of a task that may begin now
    bucket_at       BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE install_runs (
    id              TEXT PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('install', 'uninstall', 'rollback')),
    status          TEXT NOT NULL CHECK (status IN ('queued', 'running', 'success', 'failed', 'partial_failed')),
    requested_by    TEXT NOT NULL,
    source          TEXT NOT NULL,
    reason          TEXT,
    parent_run_id   TEXT REFERENCES install_runs (id),
    created_at      BIGINT NOT NULL,
    started_at      BIGINT,
    finished_at     BIGINT,
    queued          BIGINT NOT NULL,
    running         BIGINT NOT NULL,
    retry_wait      BIGINT NOT NULL,
    success         BIGINT NOT NULL,
    failed          BIGINT NOT NULL,
    canceled        BIGINT NOT NULL,
    skipped         BIGINT NOT NULL
);
CREATE INDEX install_runs_created ON install_runs (created_at, id);
CREATE INDEX install_runs_status ON install_runs (status, created_at, id);
CREATE INDEX install_runs_parent ON install_runs (parent_run_id) WHERE parent_run_id IS NOT NULL;

CREATE TABLE install_tasks (
    id              TEXT PRIMARY KEY,
    run_id          TEXT NOT NULL REFERENCES install_runs (id),
    kind            TEXT NOT NULL,
    skill_id        TEXT NOT NULL REFERENCES skills (id),
    skill           TEXT NOT NULL,
    version         BIGINT NOT NULL,
    digest          TEXT NOT NULL,
    provider_id     TEXT NOT NULL REFERENCES providers (id),
    status          TEXT NOT NULL CHECK (status IN
                    ('queued', 'running', 'retry_wait', 'success', 'failed', 'canceled', 'skipped')),
    due_at          BIGINT,                    -- when a waiting task may begin
    claimed_at      BIGINT,                    -- when the running try began
    lease_worker    TEXT,
    lease_token     TEXT,
    lease_expires_at BIGINT,
    attempt         BIGINT NOT NULL,
    max_attempts    BIGINT NOT NULL,
    rescues         BIGINT NOT NULL,
    cancel_requested BIGINT NOT NULL,
    error           TEXT,                      -- JSON
    step            TEXT,                      -- JSON
    remote_id       TEXT,
    remote_version  TEXT,
    before          TEXT,                      -- JSON: what stood there when it began
    target          TEXT,                      -- JSON: what a rollback goes back to
    started_at      BIGINT,
    finished_at     BIGINT
);
CREATE INDEX install_tasks_run ON install_tasks (run_id, id);
CREATE INDEX install_tasks_due ON install_tasks (provider_id, due_at, id)
    WHERE status IN ('queued', 'retry_wait');
CREATE INDEX install_tasks_lane ON install_tasks (provider_id, skill_id, id)
    WHERE status IN ('queued', 'running', 'retry_wait');
CREATE INDEX install_tasks_running ON install_tasks (lease_expires_at, provider_id)
    WHERE status = 'running';
CREATE INDEX install_tasks_skill ON install_tasks (skill_id, run_id);
CREATE INDEX install_tasks_provider ON install_tasks (provider_id, run_id);

CREATE TABLE task_attempts (
    task_id         TEXT NOT NULL REFERENCES install_tasks (id),
    number          BIGINT NOT NULL,           -- counts every claim, also those that were cut short
    worker          TEXT NOT NULL,
    started_at      BIGINT NOT NULL,
    finished_at     BIGINT,
    outcome         TEXT,
    error           TEXT,                      -- JSON
    PRIMARY KEY (task_id, number)
);

CREATE TABLE installations (
    skill_id        TEXT NOT NULL REFERENCES skills (id),
    provider_id     TEXT NOT NULL REFERENCES providers (id),
    skill           TEXT NOT NULL,
    version         BIGINT NOT NULL,
    digest          TEXT NOT NULL,
    remote_id       TEXT NOT NULL,
    remote_version  TEXT,
    run_id          TEXT NOT NULL REFERENCES install_runs (id),
    installed_at    BIGINT NOT NULL,
    PRIMARY KEY (skill_id, provider_id)
);
CREATE INDEX installations_provider ON installations (provider_id, skill, skill_id);

CREATE TABLE workers (
    id              TEXT PRIMARY KEY,
    process         TEXT NOT NULL,             -- tells a process from every other one on any machine
    started_at      BIGINT NOT NULL,
    seen_at         BIGINT NOT NULL
);

CREATE TABLE events (
    position        {{identity}},
    kind            TEXT NOT NULL,
    at              BIGINT NOT NULL,
    run_id          TEXT,
    task_id         TEXT,
    skill           TEXT,
    provider_id     TEXT,
    status          TEXT,
    code            TEXT
);

CREATE TABLE audit_entries (
    chain           TEXT NOT NULL,
    sequence        BIGINT NOT NULL,           -- from 1, without gaps
    at              BIGINT NOT NULL,
    actor           TEXT NOT NULL,
    action          TEXT NOT NULL,
    subject         TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    source          TEXT NOT NULL,
    request_id      TEXT,
    detail          TEXT NOT NULL,             -- JSON
    hash            TEXT NOT NULL,
    PRIMARY KEY (chain, sequence)
);
CREATE INDEX audit_entries_at ON audit_entries (at, chain, sequence);

-- The newest link of each chain, so that appending needs no search and a cut-off end is noticed.
CREATE TABLE audit_heads (
    chain           TEXT PRIMARY KEY,
    sequence        BIGINT NOT NULL,
    hash            TEXT NOT NULL
);

CREATE TABLE idempotency_keys (
    caller          TEXT NOT NULL,
    key             TEXT NOT NULL,
    fingerprint     TEXT NOT NULL,
    answer          TEXT NOT NULL,             -- JSON
    created_at      BIGINT NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

CREATE TABLE api_tokens (
    id              TEXT PRIMARY KEY,
    name            TEXT NOT NULL,
    role            TEXT NOT NULL,
    prefix          TEXT NOT NULL,
    secret_hash     TEXT NOT NULL UNIQUE,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT,
    last_used_at    BIGINT,
    revoked_at      BIGINT
);

