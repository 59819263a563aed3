-- People: accounts, their sessions, and who may sign in how often.

CREATE TABLE accounts (
    id              TEXT PRIMARY KEY,
    name            TEXT NOT NULL,
    folded_name     TEXT NOT NULL UNIQUE,      -- as it is compared: lower case, composed
    display_name    TEXT,
    role            TEXT NOT NULL,
    scope           TEXT,                      -- JSON; null for everything
    password_hash   TEXT NOT NULL,             -- scrypt, with its parameters and salt
    disabled_at     BIGINT,
    revision        BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    last_signed_in_at BIGINT
);

CREATE TABLE sessions (
    id              TEXT PRIMARY KEY,
    account_id      TEXT NOT NULL REFERENCES accounts (id),
    secret_hash     TEXT NOT NULL UNIQUE,
    created_at      BIGINT NOT NULL,
    last_seen_at    BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    address         TEXT
);
CREATE INDEX sessions_account ON sessions (account_id, created_at);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- Where an account has signed in from: what others do elsewhere does not delay it there.
CREATE TABLE sign_in_addresses (
    account_id      TEXT NOT NULL REFERENCES accounts (id),
    address         TEXT NOT NULL,
    seen_at         BIGINT NOT NULL,
    PRIMARY KEY (account_id, address)
);
CREATE INDEX sign_in_addresses_seen ON sign_in_addresses (seen_at);

-- Sign-ins that failed: of an address, and of a name from an address.
CREATE TABLE sign_in_failures (
    tried           TEXT PRIMARY KEY,
    name_hash       TEXT,                      -- of what was typed, which may be a password; null for all names
    address         TEXT NOT NULL,
    failures        BIGINT NOT NULL,
    last_at         BIGINT NOT NULL,
    blocked_until   BIGINT NOT NULL,
    unreported      BIGINT NOT NULL,           -- not in the audit log yet
    reported_at     BIGINT NOT NULL,
    actor           TEXT                       -- name of the account, if there is one
);
CREATE INDEX sign_in_failures_last ON sign_in_failures (last_at);

-- Codes of the links that make the first administrator's account.
CREATE TABLE setup_codes (
    code_hash       TEXT PRIMARY KEY,
    created_at      BIGINT NOT NULL
);

-- A token of an account, or one with a scope, is not for programs that know of neither: they look it up by another
-- secret_hash and do not find it. In `role` stands what such a program may take it for, in exact_role what it is.
ALTER TABLE api_tokens ADD COLUMN account_id TEXT;
ALTER TABLE api_tokens ADD COLUMN scope TEXT;
ALTER TABLE api_tokens ADD COLUMN exact_role TEXT;
CREATE INDEX api_tokens_account ON api_tokens (account_id) WHERE account_id IS NOT NULL;
