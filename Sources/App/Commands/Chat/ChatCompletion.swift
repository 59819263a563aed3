import Contract

/// What the word before the cursor can become.
package struct ChatCompletion: Equatable, Sendable {
    /// What canonical forms begin with.
    package var words: [String] = []
    /// Of skills, providers and runs.
    package var names: [String] = []

    package init(words: [String] = [], names: [String] = []) {
        self.words = words
        self.names = names
    }

    /// What can be named at this moment; without what cannot be read, as completion is no reason to refuse anything.
    static func of(_ plane: any ControlPlane, _ language: ChatLanguage?) async -> ChatCompletion {
        async let commands = try? plane.chatCommands(in: language ?? .english)
        async let skills = try? plane.skills(SkillQuery(page: PageRequest(limit: PageRequest.maximumLimit)))
        async let providers = try? plane.providers()
        async let runs = try? plane.runs(RunQuery(page: PageRequest(limit: 20)))
        let names = (
            skills: await skills?.items.map(\.name) ?? [],
            providers: await providers?.items.map(\.id.rawValue) ?? [],
            runs: await runs?.items.map { String($0.id.rawValue.suffix(6)) } ?? []
        )
        return ChatCompletion(
            words: await commands?.items.map(\.word) ?? [],
            names: names.skills + names.providers + names.runs
        )
    }

    /// - Parameter text: The line up to the cursor.
    /// - Returns: Its last word, and what that word can become.
    package func candidates(for text: String) -> (word: String, candidates: [String]) {
        let word = String(text.reversed().prefix { !$0.isWhitespace && $0 != "," }.reversed())
        let isFirst = word.count == text.drop(while: \.isWhitespace).count
        let known = isFirst ? words + names : names
        guard !word.isEmpty else { return (word, isFirst ? words : []) }
        return (word, known.filter { $0.hasPrefix(word) && $0 != word })
    }
}
