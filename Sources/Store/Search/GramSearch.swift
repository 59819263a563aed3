import Contract

/// FTS5 over parts of three and of two characters (https://sqlite.org/fts5.html#the_trigram_tokenizer).
struct GramSearch: SkillSearch {
    private let connection: any Connection

    init(_ connection: any Connection) {
        self.connection = connection
    }

    func conditions(matching text: String) -> [Query] {
        let words = SearchText.words(text)
        let long = words.filter { $0.unicodeScalars.count >= 3 }
        let short = words.filter { $0.unicodeScalars.count < 3 }
        var conditions: [Query] = []
        if !long.isEmpty {
            // In double quotes a word means itself, whatever characters it is made of.
            let wanted = long.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: " AND ")
            conditions.append(
                "t.number IN (SELECT rowid FROM skill_trigrams WHERE skill_trigrams MATCH \(wanted))"
            )
        }
        if !short.isEmpty {
            let wanted = short.map(CharacterPairs.query(for:)).joined(separator: " AND ")
            conditions.append("t.number IN (SELECT rowid FROM skill_pairs WHERE skill_pairs MATCH \(wanted))")
        }
        guard !conditions.isEmpty else { return [] }
        return ["s.id IN (SELECT t.skill_id FROM skill_texts AS t WHERE \(Query.all(conditions)))"]
    }

    func save(_ text: String, of skill: SkillID) throws(StoreError) {
        let known = try connection.run("SELECT number, text FROM skill_texts WHERE skill_id = \(skill)").first
        if let known {
            let number = try known.integer("number")
            let before = try known.text("text")
            guard before != text else { return }
            try forget(before, number: number)
            try connection.run("UPDATE skill_texts SET text = \(text) WHERE number = \(number)")
            try index(text, number: number)
        } else {
            let added = try connection.run(
                "INSERT INTO skill_texts (skill_id, text) VALUES (\(skill), \(text)) RETURNING number"
            )
            for row in added { try index(text, number: row.integer("number")) }
        }
    }

    private func index(_ text: String, number: Int64) throws(StoreError) {
        let pairs = CharacterPairs.all(in: text)
        try connection.run("INSERT INTO skill_trigrams (rowid, text) VALUES (\(number), \(text))")
        try connection.run("INSERT INTO skill_pairs (rowid, text) VALUES (\(number), \(pairs))")
    }

    /// The indexes keep no texts, so they have to be told what they are to forget.
    private func forget(_ text: String, number: Int64) throws(StoreError) {
        let pairs = CharacterPairs.all(in: text)
        try connection.run(
            "INSERT INTO skill_trigrams (skill_trigrams, rowid, text) VALUES ('delete', \(number), \(text))"
        )
        try connection.run(
            "INSERT INTO skill_pairs (skill_pairs, rowid, text) VALUES ('delete', \(number), \(pairs))"
        )
    }
}
