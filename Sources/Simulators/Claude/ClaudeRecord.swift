import Contract

/// A skill as the Claude look-alike keeps it; it always has at least one version.
struct ClaudeRecord: Codable, Sendable {
    struct Version: Codable, Sendable {
        let id: String
        let created: String
        let content: StoredContent
    }

    let id: String
    let displayName: String
    let created: String
    var updated: String
    /// Oldest first.
    var versions: [Version]

    /// The name of the first version, which every later one has to carry.
    var name: String { versions.first?.content.name ?? "" }

    func version(_ id: String) -> Version? {
        versions.first { $0.id == id }
    }

    var json: JSONValue {
        [
            "id": .string(id),
            "type": "skill",
            "display_name": .string(displayName),
            "latest_version_id": .optional(versions.last?.id),
            "source": ["type": "custom"],
            "created_at": .string(created),
            "updated_at": .string(updated),
        ]
    }

    var held: HeldSkill {
        HeldSkill(
            id: id,
            name: name,
            defaultVersion: nil,
            latestVersion: versions.last?.id,
            state: nil,
            versions: versions.map { $0.content.held(id: $0.id) }
        )
    }
}

extension ClaudeRecord.Version {
    func json(skill: String) -> JSONValue {
        [
            "id": .string(id),
            "type": "skill_version",
            "skill_id": .string(skill),
            "name": .string(content.name),
            "description": .string(content.description),
            "created_at": .string(created),
        ]
    }
}

/// The skills that Claude brings along.
enum PrebuiltSkill {
    static let ids = ["pptx", "xlsx", "docx", "pdf"]
    static let version = "20251013"
    private static let since = "2025-10-13T00:00:00.000000Z"

    static func json(_ id: String) -> JSONValue {
        [
            "id": .string(id),
            "type": "skill",
            "display_name": .string(id),
            "latest_version_id": .string(version),
            "source": ["type": "anthropic"],
            "created_at": .string(since),
            "updated_at": .string(since),
        ]
    }

    static func versionJSON(_ id: String) -> JSONValue {
        [
            "id": .string(version),
            "type": "skill_version",
            "skill_id": .string(id),
            "name": .string(id),
            "description": .string("Works with \(id) files."),
            "created_at": .string(since),
        ]
    }
}
