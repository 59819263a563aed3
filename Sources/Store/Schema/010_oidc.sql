-- People for whom an identity provider vouches (OpenID Connect).

-- Whoever is known by issuer and subject has no password here: password_hash is one that no password has, so that a
-- program that knows nothing of this refuses it like any wrong one. Accounts are made one after the other (StartLock), so
-- that no two are the same person's without the index saying so, which an earlier program could not have known.
ALTER TABLE accounts ADD COLUMN issuer TEXT;
ALTER TABLE accounts ADD COLUMN subject TEXT;
ALTER TABLE accounts ADD COLUMN withdrawn_at BIGINT;    -- disabled since the provider gives no role any more
CREATE INDEX accounts_identity ON accounts (issuer, subject) WHERE issuer IS NOT NULL;

-- Sign-ins at the provider that were used; each counts once.
CREATE TABLE used_sign_ins (
    attempt         TEXT PRIMARY KEY,
    ends_at         BIGINT NOT NULL            -- it counts for nothing from then on, used or not
);
CREATE INDEX used_sign_ins_ends ON used_sign_ins (ends_at);
