import Contract

/// A skill as the OpenAI look-alike keeps it; it always has at least one version.
struct OpenAIRecord: Codable, Sendable {
    struct Version: Codable, Sendable {
        let id: String
        let number: Int
        let createdSeconds: Int
        let content: StoredContent
    }

    let id: String
    let createdSeconds: Int
    /// Oldest first.
    var versions: [Version]
    var defaultNumber: Int
    /// The highest number ever given: numbers are not used twice.
    var highestNumber: Int

    func version(_ number: Int) -> Version? {
        versions.first { $0.number == number }
    }

    func latest(fallsBack: Bool) -> Int {
        fallsBack ? versions.last?.number ?? highestNumber : highestNumber
    }

    /// The skill's name and description are those of its default version.
    func json(_ behavior: OpenAIBehavior) -> JSONValue {
        let shown = version(defaultNumber)?.content
        return [
            "id": .string(id),
            "object": "skill",
            "created_at": .integer(createdSeconds),
            "name": .optional(shown?.name),
            "description": .optional(shown?.description),
            "default_version": .string(String(defaultNumber)),
            "latest_version": .string(String(latest(fallsBack: behavior.latestFallsBack))),
        ]
    }

    func held(_ behavior: OpenAIBehavior) -> HeldSkill {
        HeldSkill(
            id: id,
            name: version(defaultNumber)?.content.name ?? "",
            defaultVersion: String(defaultNumber),
            latestVersion: String(latest(fallsBack: behavior.latestFallsBack)),
            state: nil,
            versions: versions.map { $0.content.held(id: String($0.number)) }
        )
    }
}

extension OpenAIRecord.Version {
    func json(skill: String) -> JSONValue {
        [
            "id": .string(id),
            "object": "skill.version",
            "created_at": .integer(createdSeconds),
            "skill_id": .string(skill),
            "version": .string(String(number)),
            "name": .string(content.name),
            "description": .string(content.description),
        ]
    }
}
