import Contract

/// Looks into every text; right with any index that serves LIKE, and without one for short words.
struct ContainsSearch: SkillSearch {
    private let connection: any Connection

    init(_ connection: any Connection) {
        self.connection = connection
    }

    func conditions(matching text: String) -> [Query] {
        let words = SearchText.words(text)
        guard !words.isEmpty else { return [] }
        let contained: [Query] = words.map { "t.text LIKE \(Self.pattern(containing: $0)) ESCAPE '\\'" }
        return ["s.id IN (SELECT t.skill_id FROM skill_texts AS t WHERE \(Query.all(contained)))"]
    }

    func save(_ text: String, of skill: SkillID) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO skill_texts (skill_id, text) VALUES (\(skill), \(text))
            ON CONFLICT (skill_id) DO UPDATE SET text = excluded.text
            """
        )
    }

    static func pattern(containing word: String) -> String {
        var pattern = "%"
        for character in word.unicodeScalars {
            if "%_\\".unicodeScalars.contains(character) { pattern.unicodeScalars.append("\\") }
            pattern.unicodeScalars.append(character)
        }
        return pattern + "%"
    }
}
