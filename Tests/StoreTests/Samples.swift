import Contract
import Store

let start = Timestamp(microseconds: 1_790_000_000_123_456)

func skill(
    _ name: String,
    description: String = "Does something useful.",
    content: String = "v1",
    body: String = "Read the instructions.",
    owner: String = "ann",
    tags: [String]? = nil
) -> NewSkillVersion {
    NewSkillVersion(
        name: name,
        description: description,
        license: "MIT",
        digest: "digest-\(name)-\(content)",
        archive: Array(content.utf8),
        files: [BundleFileView(path: "SKILL.md", size: 12, sha256: "ab", executable: false)],
        size: 12,
        findings: [Finding(level: .warning, code: "body.long", path: nil, line: 3, message: "m", fix: "f")],
        body: body,
        owner: owner,
        tags: tags,
        createdBy: "bob"
    )
}

extension Database {
    /// Registers one skill after the other, a second apart.
    func register(_ skills: [NewSkillVersion]) async throws {
        try await write { connection in
            for (index, skill) in skills.enumerated() {
                _ = try SkillTable(connection).register(skill, at: start + .seconds(index))
            }
        }
    }

    func list(_ query: SkillQuery) async throws -> Page<SkillView> {
        try await read { try SkillTable($0).list(query) }
    }

    func names(_ query: SkillQuery) async throws -> [String] {
        try await list(query).items.map(\.name)
    }

    func names(finding text: String) async throws -> [String] {
        try await names(SkillQuery(text: text))
    }
}
