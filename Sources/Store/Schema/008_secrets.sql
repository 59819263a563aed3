-- Credentials of providers, sealed with a key that is never in here.

-- sealed: nonce (12 bytes), ciphertext, tag (16 bytes) of AES-256-GCM; the provider and the key are authenticated
-- with it, so that a row put in another's place does not open. key_id: names the key. fingerprint: tells one secret
-- from another, and follows from the key too.
CREATE TABLE provider_credentials (
    provider_id     TEXT PRIMARY KEY REFERENCES providers (id),
    sealed          {{bytes}} NOT NULL,
    key_id          TEXT NOT NULL,
    fingerprint     TEXT NOT NULL,
    set_at          BIGINT NOT NULL,
    set_by          TEXT NOT NULL
);
