import Contract
import Domain
import NIOCore

/// The requests of the skills API, one function each.
struct ClaudeService: Sendable {
    static let pageSize = 100

    let sender: Sender
    let deadline: NIODeadline

    /// Asks for a single skill and looks at the status alone.
    func check() async throws(ProviderFailure) {
        _ = try await sender.send(.get("/v1/skills?limit=1"), by: deadline)
    }

    func skill(_ id: String) async throws(ProviderFailure) -> ClaudeSkill {
        try await read("/v1/skills/\(percentEncoded(id))")
    }

    /// Our own skills, newest first.
    func skills(page: String? = nil, limit: Int = pageSize) async throws(ProviderFailure) -> ClaudeList<
        ClaudeSkill
    > {
        try await read("/v1/skills?source=custom&limit=\(limit)" + Self.following(page))
    }

    /// Newest first.
    func versions(of skill: String, page: String? = nil, limit: Int = pageSize)
        async throws(ProviderFailure) -> ClaudeList<ClaudeVersion>
    {
        let path = "/v1/skills/\(percentEncoded(skill))/versions"
        return try await read("\(path)?limit=\(limit)" + Self.following(page))
    }

    func version(_ version: String, of skill: String) async throws(ProviderFailure) -> ClaudeVersion {
        try await read(Self.path(version, of: skill))
    }

    func content(of skill: String, version: String) async throws(ProviderFailure) -> [BundleFile] {
        let path = Self.path(version, of: skill) + "/content"
        let reply = try await sender.send(.get(path, limit: Outgoing.contentLimit), by: deadline)
        return try await SkillContent.unzip(reply.body, from: .claude)
    }

    func create(_ bundle: SkillBundle, displayName: String) async throws(ProviderFailure) -> ClaudeSkill {
        var form = try await Self.form(bundle)
        form.addText(displayName, named: "display_name")
        let reply = try await sender.send(.form(.upload, "/v1/skills", form), by: deadline)
        return try reply.decode(ClaudeSkill.self, from: .claude, after: .upload)
    }

    func createVersion(_ bundle: SkillBundle, of skill: String) async throws(ProviderFailure) -> ClaudeVersion
    {
        let form = try await Self.form(bundle)
        let path = "/v1/skills/\(percentEncoded(skill))/versions"
        let reply = try await sender.send(.form(.upload, path, form), by: deadline)
        return try reply.decode(ClaudeVersion.self, from: .claude, after: .upload)
    }

    /// Deletes a skill with all its versions; gone already counts as done.
    func delete(_ skill: String) async throws(ProviderFailure) {
        _ = try await unlessGone { () async throws(ProviderFailure) in
            try await sender.send(.delete("/v1/skills/\(percentEncoded(skill))"), by: deadline)
        }
    }

    /// Gone already counts as done.
    func deleteVersion(_ version: String, of skill: String) async throws(ProviderFailure) {
        _ = try await unlessGone { () async throws(ProviderFailure) in
            try await sender.send(.delete(Self.path(version, of: skill)), by: deadline)
        }
    }

    private func read<Value: Decodable>(_ path: String) async throws(ProviderFailure) -> Value {
        try await sender.send(.get(path), by: deadline).decode(Value.self, from: .claude, after: .read)
    }

    private static func following(_ page: String?) -> String {
        page.map { "&page=\(percentEncoded($0))" } ?? ""
    }

    private static func path(_ version: String, of skill: String) -> String {
        "/v1/skills/\(percentEncoded(skill))/versions/\(percentEncoded(version))"
    }

    /// Single files, or a zip where exec bits have to survive: a part of a form has no place for them.
    private static func form(_ bundle: SkillBundle) async throws(ProviderFailure) -> MultipartForm {
        var form = MultipartForm()
        guard bundle.files.contains(where: \.isExecutable) else {
            for file in bundle.files {
                let fileName = "\(bundle.name)/\(file.path)"
                form.addFile(
                    file.content,
                    named: "files[]",
                    fileName: fileName,
                    contentType: "application/octet-stream"
                )
            }
            return form
        }
        let archive = try await SkillContent.zip(bundle)
        form.addFile(
            archive,
            named: "files[]",
            fileName: "\(bundle.name).zip",
            contentType: "application/zip"
        )
        return form
    }
}
