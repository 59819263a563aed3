import Contract

/// A GIN index over the pairs of characters in a text (https://www.postgresql.org/docs/current/gin.html).
///
/// It needs no extension and no locale: the trigrams of `pg_trgm` leave out every character that the database's
/// locale does not call a letter, Korean under `C` among them, and cannot find words of two.
struct PairSearch: SkillSearch {
    private let connection: any Connection

    init(_ connection: any Connection) {
        self.connection = connection
    }

    func conditions(matching text: String) -> [Query] {
        let words = SearchText.words(text)
        guard !words.isEmpty else { return [] }
        let wanted = words.map(CharacterPairs.lexemes(for:)).joined(separator: " & ")
        // All pairs of a longer word may stand in a text without standing together.
        let contained = words.filter { $0.unicodeScalars.count > 2 }.map { word -> Query in
            "x.text LIKE \(LikePattern.containing(word)) ESCAPE '\\'"
        }
        // OFFSET keeps PostgreSQL from reading every text because it takes LIKE for the rarer of the two.
        return [
            """
            s.id IN (SELECT x.skill_id FROM (
                SELECT t.skill_id, t.text FROM skill_pairs AS p JOIN skill_texts AS t ON t.number = p.number
                WHERE p.pairs @@ CAST(\(wanted) AS tsquery) OFFSET 0) AS x WHERE \(Query.all(contained)))
            """
        ]
    }

    func save(_ text: String, of skill: SkillID) throws(StoreError) {
        let saved = try connection.run(
            """
            INSERT INTO skill_texts (skill_id, text) VALUES (\(skill), \(text))
            ON CONFLICT (skill_id) DO UPDATE SET text = excluded.text RETURNING number
            """
        )
        for row in saved {
            try connection.run(
                """
                INSERT INTO skill_pairs (number, pairs)
                VALUES (\(try row.integer("number")),
                        array_to_tsvector(string_to_array(\(CharacterPairs.all(in: text)), ' ')))
                ON CONFLICT (number) DO UPDATE SET pairs = excluded.pairs
                """
            )
        }
    }
}
