-- What PostgreSQL says otherwise.

-- Trigrams of skill_texts, by number: they find any part of three characters or more.
CREATE VIRTUAL TABLE skill_trigrams USING fts5 (text, content = '', tokenize = 'trigram case_sensitive 1');

-- Pairs of characters, written as words of eight digits, for the shorter ones.
CREATE VIRTUAL TABLE skill_pairs USING fts5 (
    text, content = '', tokenize = 'ascii', detail = none, columnsize = 0
);

-- The audit log only grows.
CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are never removed'); END;
