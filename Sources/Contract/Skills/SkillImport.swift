/// A skill that the server is to fetch by itself.
package struct SkillImport: Codable, Equatable, Sendable {
    /// More than this is not fetched.
    package static let maximumBytes = 50_000_000

    /// `https://…`: an archive, or a single SKILL.md.
    package let url: String
    /// Replaces the skill's tags when given.
    package let tags: [String]?

    package init(url: String, tags: [String]? = nil) {
        self.url = url
        self.tags = tags
    }
}
