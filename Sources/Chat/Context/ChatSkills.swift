/// The skills of a context, ready to be looked up; made once for many lines, as there may be thousands.
package struct ChatSkills: Sendable {
    let all: [ChatContext.Skill]
    let byName: [String: ChatContext.Skill]
    /// Those that are no word of the grammar, and no provider's.
    let names: Lexicon
    /// As they are spelt, by their small letters.
    let tags: [String: String]
    let spellings: [(name: String, spelling: Spelling)]
    /// As they are spelt, by their small letters.
    let states: [String: String]

    package init(_ skills: [ChatContext.Skill]) {
        all = skills
        byName = Dictionary(skills.map { ($0.name.lowercased(), $0) }) { first, _ in first }
        tags = Dictionary(skills.flatMap(\.tags).map { ($0.lowercased(), $0) }) { first, _ in first }
        spellings = skills.map { ($0.name, Spelling($0.name.lowercased())) }
        states = Dictionary(skills.compactMap(\.state).map { ($0.lowercased(), $0) }) { first, _ in first }
        var names = Lexicon()
        for skill in skills {
            let name = skill.name.lowercased()
            guard !OrdinaryWord.has(name), !OrdinaryWord.isProviderAlias(name) else { continue }
            names.add(name, .skill(skill.name, version: nil))
        }
        self.names = names
    }
}
