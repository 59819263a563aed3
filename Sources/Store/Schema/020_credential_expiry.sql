-- When a stored credential ceases to hold, as whoever stored it said; null where nobody did. A program that does not know
-- it leaves it as it was when it stores another.
ALTER TABLE provider_credentials ADD COLUMN expires_at BIGINT;
