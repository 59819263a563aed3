-- What people said in chat, what it was understood as, and what came of it.

CREATE TABLE chat_threads (
    id              TEXT PRIMARY KEY,
    owner           TEXT NOT NULL,             -- account:<id>, or name:<name> where there is no account
    title           TEXT NOT NULL,             -- the first line
    turns           BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    last_at         BIGINT NOT NULL
);
CREATE INDEX chat_threads_owner ON chat_threads (owner, last_at, id);
CREATE INDEX chat_threads_last ON chat_threads (last_at);

-- No foreign key to runs: they are removed before what was said of them.
CREATE TABLE chat_actions (
    id              TEXT PRIMARY KEY,
    thread_id       TEXT NOT NULL REFERENCES chat_threads (id) ON DELETE CASCADE,
    number          BIGINT NOT NULL,           -- within the thread, from 1
    actor           TEXT NOT NULL,             -- by name, as the audit log has it
    text            TEXT NOT NULL,
    locale          TEXT NOT NULL,
    said_at         BIGINT NOT NULL,
    source          TEXT NOT NULL,             -- the front door; what is carried out has chat
    request_id      TEXT NOT NULL,
    outcome         TEXT NOT NULL CHECK (outcome IN ('answered', 'asked', 'not_understood', 'refused', 'proposed',
                        'confirmed', 'done', 'dismissed', 'expired', 'void')),
    command         TEXT,                      -- JSON
    canonical       TEXT,
    reply           TEXT NOT NULL,             -- JSON
    plan_hash       TEXT,                      -- of what was proposed
    expires_at      BIGINT,
    proposal        TEXT,                      -- JSON: what was shown
    request         TEXT,                      -- JSON: the run that was planned
    undoes          TEXT,                      -- the run that is to be undone
    run_id          TEXT,                      -- that it began or changed
    confirmed_at    BIGINT,
    tries           BIGINT NOT NULL,           -- to carry it out; more than one after a crash
    finished_at     BIGINT
);
CREATE UNIQUE INDEX chat_actions_thread ON chat_actions (thread_id, number);
