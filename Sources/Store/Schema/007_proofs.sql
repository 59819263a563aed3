-- What can be proved to others: signed checkpoints of the audit log, signed skills.

-- Public keys that sign for this installation, never the private ones.
CREATE TABLE signing_keys (
    id              TEXT PRIMARY KEY,          -- SHA-256 of the key, in hex
    public_key      TEXT NOT NULL,             -- Ed25519, base64
    created_at      BIGINT NOT NULL
);

CREATE TABLE audit_checkpoints (
    number          BIGINT PRIMARY KEY,        -- from 1, without gaps
    at              BIGINT NOT NULL,
    statement       TEXT NOT NULL,             -- what is signed, byte for byte
    hash            TEXT NOT NULL,             -- SHA-256 of the statement, in hex
    key_id          TEXT NOT NULL REFERENCES signing_keys (id),
    signature       TEXT NOT NULL              -- base64
);

-- Who vouches for the content of a version.
CREATE TABLE skill_signatures (
    skill_id        TEXT NOT NULL REFERENCES skills (id),
    version         BIGINT NOT NULL,
    key_id          TEXT NOT NULL,
    public_key      TEXT NOT NULL,             -- Ed25519, base64
    signature       TEXT NOT NULL,             -- base64
    added_by        TEXT NOT NULL,
    added_at        BIGINT NOT NULL,
    PRIMARY KEY (skill_id, version)
);

-- Whose signature a skill may have; a version of no signer is accepted on its own.
CREATE TABLE skill_signers (
    skill_id        TEXT NOT NULL REFERENCES skills (id),
    signer          TEXT NOT NULL,             -- a key's id, or version:N
    name            TEXT NOT NULL,
    reason          TEXT NOT NULL,
    accepted_by     TEXT NOT NULL,
    accepted_at     BIGINT NOT NULL,
    PRIMARY KEY (skill_id, signer)
);
