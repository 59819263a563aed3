/// A skill (https://developers.openai.com/api/docs/guides/tools-skills).
struct OpenAISkill: Decodable, Sendable {
    let id: String
    let name: String
    /// Seconds since 1970, by the provider's clock.
    let createdAt: Int
    let defaultVersion: String
    let latestVersion: String

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case createdAt = "created_at"
        case defaultVersion = "default_version"
        case latestVersion = "latest_version"
    }
}

/// One version of a skill; versions are whole numbers written as strings.
struct OpenAIVersion: Decodable, Sendable {
    let id: String
    let version: String

    var number: Int { Int(version) ?? 0 }
}

struct OpenAIList<Item: Decodable & Sendable>: Decodable, Sendable {
    let data: [Item]
    let hasMore: Bool

    enum CodingKeys: String, CodingKey {
        case data
        case hasMore = "has_more"
    }
}

struct OpenAIDefault: Encodable {
    let version: String

    enum CodingKeys: String, CodingKey {
        case version = "default_version"
    }
}
