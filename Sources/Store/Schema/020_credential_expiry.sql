-- When a stored credential ceases to hold, as whoever stored it said; null where nobody did. A program that does not know
-- it leaves it as it was when it stores another.
ALTER TABLE provider_credentials ADD COLUMN expires_at BIGINT;

-- The rule that comes with the program, for databases that got theirs before there was this one.
INSERT INTO alert_rules (id, settings, revision, updated_at, updated_by)
SELECT 'credential-expiring',
    '{"title":"A credential is about to expire","condition":{"kind":"credential_expiring","within_days":14},"severity":"warning","enabled":true,"repeat_minutes":10080}',
    1, measured_at, 'system'
FROM alert_progress WHERE id = 1 ON CONFLICT (id) DO NOTHING;

-- What the rule for providers looks at is more than checks by now; a title that somebody chose stays.
UPDATE alert_rules SET settings = replace(settings, '"A provider failed its check"', '"A provider is not well"')
WHERE id = 'provider-unhealthy' AND revision = 1;
