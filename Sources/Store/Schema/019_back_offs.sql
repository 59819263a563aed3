-- Providers that answered a try with the wish to be left alone for a while; a row stays when that is over. No foreign
-- key, for the reason that provider_breakers has none.
CREATE TABLE provider_back_offs (
    provider_id     TEXT PRIMARY KEY,
    began_at        BIGINT NOT NULL,           -- of wishes that follow each other closely: when the first was made
    ends_at         BIGINT NOT NULL,           -- no later than began_at: somebody ended it
    error           TEXT NOT NULL              -- JSON: what it answered last
);
