-- The safety scan: what was found in which content, and what was allowed nevertheless.

CREATE TABLE scans (
    digest          TEXT NOT NULL REFERENCES bundles (digest),
    rules_version   BIGINT NOT NULL,
    verdict         TEXT NOT NULL CHECK (verdict IN ('clean', 'warned', 'blocked')),
    report          TEXT NOT NULL,             -- JSON
    scanned_at      BIGINT NOT NULL,
    PRIMARY KEY (digest, rules_version)
);

CREATE TABLE scan_waivers (
    id              TEXT PRIMARY KEY,
    digest          TEXT NOT NULL REFERENCES bundles (digest),
    rules_version   BIGINT NOT NULL,           -- of the report that was judged
    rule            TEXT,                      -- every finding of it, or
    finding         TEXT,                      -- this one alone
    approver        TEXT NOT NULL,
    reason          TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    revoked_at      BIGINT,
    revoked_by      TEXT,
    CHECK ((rule IS NULL AND finding IS NOT NULL) OR (rule IS NOT NULL AND finding IS NULL))
);
CREATE INDEX scan_waivers_digest ON scan_waivers (digest, id);
