-- What SQLite says otherwise.

-- Pairs of characters, written as words of eight digits: whatever the locale, they find parts of any length.
CREATE TABLE skill_pairs (
    number          BIGINT PRIMARY KEY REFERENCES skill_texts (number),
    pairs           TSVECTOR NOT NULL
);
CREATE INDEX skill_pairs_pairs ON skill_pairs USING GIN (pairs);

-- The audit log only grows.
CREATE FUNCTION audit_entries_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are never changed or removed';
END
$$;
CREATE TRIGGER audit_entries_kept BEFORE UPDATE OR DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION audit_entries_only_grow();
CREATE TRIGGER audit_entries_not_emptied BEFORE TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_only_grow();
