-- Who is told of alerts, and what became of each message.

-- sealed: where to send to and what to sign with, as provider_credentials has credentials; null for mail.
CREATE TABLE channels (
    id              TEXT PRIMARY KEY,
    settings        TEXT NOT NULL,             -- JSON
    origin          TEXT,                      -- of the address, to be shown
    sealed          {{bytes}},
    key_id          TEXT,
    fingerprint     TEXT,
    sealed_at       BIGINT,
    sealed_by       TEXT,
    revision        BIGINT NOT NULL,           -- rises by one with every change
    updated_at      BIGINT NOT NULL,
    updated_by      TEXT NOT NULL
);

-- How far alert_notices were turned into deliveries; one row, written with them.
CREATE TABLE channel_progress (
    id              BIGINT PRIMARY KEY,
    notice_position BIGINT NOT NULL
);

CREATE TABLE deliveries (
    position        {{identity}},              -- the order in which a channel tells
    id              TEXT NOT NULL UNIQUE,      -- the webhook-id
    channel_id      TEXT NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    kind            TEXT NOT NULL CHECK (kind IN ('opened', 'repeated', 'recovered', 'escalated', 'test')),
    alert_id        TEXT,                      -- which may be gone
    provider_id     TEXT,                      -- the alert's
    content         TEXT NOT NULL,             -- JSON: what is told, as it was then
    state           TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'given_up')),
    attempts        BIGINT NOT NULL,           -- since it was made or sent again
    since           BIGINT NOT NULL,           -- when it was made or sent again
    next_at         BIGINT,                    -- when to try next; while it is being tried, when another may
    status          BIGINT,
    error           TEXT,
    created_at      BIGINT NOT NULL,
    finished_at     BIGINT
);
CREATE INDEX deliveries_due ON deliveries (next_at, channel_id) WHERE state = 'pending';
CREATE INDEX deliveries_waiting ON deliveries (channel_id, position) WHERE state = 'pending';
CREATE INDEX deliveries_channel ON deliveries (channel_id, position);
CREATE INDEX deliveries_state ON deliveries (state, position);
CREATE INDEX deliveries_alert ON deliveries (alert_id, channel_id, position) WHERE alert_id IS NOT NULL;
CREATE INDEX deliveries_finished ON deliveries (finished_at) WHERE finished_at IS NOT NULL;
-- An alert escalates once on each channel.
CREATE UNIQUE INDEX deliveries_escalated ON deliveries (channel_id, alert_id) WHERE kind = 'escalated';
