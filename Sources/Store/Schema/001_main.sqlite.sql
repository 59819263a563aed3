-- Trigrams of skill_texts, by number: they find any part of three characters or more.
CREATE VIRTUAL TABLE skill_trigrams USING fts5 (text, content = '', tokenize = 'trigram case_sensitive 1');
