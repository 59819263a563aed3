import Contract

/// A skill, in the generally available dialect
/// (https://platform.claude.com/docs/en/build-with-claude/skills-guide).
struct ClaudeSkill: Decodable, Sendable {
    let id: String
    let displayName: String
    let latestVersionID: String
    let createdAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id
        case displayName = "display_name"
        case latestVersionID = "latest_version_id"
        case createdAt = "created_at"
    }
}

struct ClaudeVersion: Decodable, Sendable {
    let id: String
    let name: String
    let description: String
    let createdAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case description
        case createdAt = "created_at"
    }
}

/// Newest first.
struct ClaudeList<Item: Decodable & Sendable>: Decodable, Sendable {
    let data: [Item]
    let nextPage: String?

    enum CodingKeys: String, CodingKey {
        case data
        case nextPage = "next_page"
    }
}
