import Contract
import Domain
import NIOCore
import NIOHTTP1

/// The requests of the skills API, one function each.
struct OpenAIService: Sendable {
    static let pageSize = 100

    let sender: Sender
    let deadline: NIODeadline

    /// Asks for a single skill and looks at the status alone.
    func check() async throws(ProviderFailure) {
        _ = try await sender.send(.get("/skills?limit=1"), by: deadline)
    }

    func skill(_ id: String) async throws(ProviderFailure) -> OpenAISkill {
        try await read("/skills/\(percentEncoded(id))")
    }

    /// Newest first.
    func skills(after: String? = nil) async throws(ProviderFailure) -> OpenAIList<OpenAISkill> {
        try await read("/skills?order=desc&limit=\(Self.pageSize)" + Self.following(after))
    }

    /// Newest first.
    func versions(of skill: String, after: String? = nil) async throws(ProviderFailure) -> OpenAIList<
        OpenAIVersion
    > {
        let path = "/skills/\(percentEncoded(skill))/versions"
        return try await read("\(path)?order=desc&limit=\(Self.pageSize)" + Self.following(after))
    }

    func version(_ version: String, of skill: String) async throws(ProviderFailure) -> OpenAIVersion {
        try await read("/skills/\(percentEncoded(skill))/versions/\(percentEncoded(version))")
    }

    /// The files of one version, or of the default one.
    func content(of skill: String, version: String? = nil) async throws(ProviderFailure) -> [BundleFile] {
        let part = version.map { "/versions/\(percentEncoded($0))" } ?? ""
        let path = "/skills/\(percentEncoded(skill))\(part)/content"
        let reply = try await sender.send(.get(path, limit: Outgoing.contentLimit), by: deadline)
        return try await SkillContent.unzip(reply.body, from: .openai)
    }

    func create(_ bundle: SkillBundle) async throws(ProviderFailure) -> OpenAISkill {
        let form = try await Self.form(bundle)
        let reply = try await sender.send(.form(.upload, "/skills", form), by: deadline)
        return try reply.decode(OpenAISkill.self, from: .openai, after: .upload)
    }

    /// Uploads a version that is not the default, so that a duplicate would stay out of use.
    func createVersion(_ bundle: SkillBundle, of skill: String) async throws(ProviderFailure) -> OpenAIVersion
    {
        var form = try await Self.form(bundle)
        form.addText("false", named: "default")
        let path = "/skills/\(percentEncoded(skill))/versions"
        let reply = try await sender.send(.form(.upload, path, form), by: deadline)
        return try reply.decode(OpenAIVersion.self, from: .openai, after: .upload)
    }

    func makeDefault(_ version: String, of skill: String) async throws(ProviderFailure) {
        let body = encoded(OpenAIDefault(version: version))
        _ = try await sender.send(
            .json(.change, .POST, "/skills/\(percentEncoded(skill))", body),
            by: deadline
        )
    }

    /// Gone already counts as done.
    func delete(_ skill: String) async throws(ProviderFailure) {
        _ = try await unlessGone { () async throws(ProviderFailure) in
            try await sender.send(.delete("/skills/\(percentEncoded(skill))"), by: deadline)
        }
    }

    /// Gone already counts as done.
    func deleteVersion(_ version: String, of skill: String) async throws(ProviderFailure) {
        _ = try await unlessGone { () async throws(ProviderFailure) in
            let path = "/skills/\(percentEncoded(skill))/versions/\(percentEncoded(version))"
            return try await sender.send(.delete(path), by: deadline)
        }
    }

    private func read<Value: Decodable>(_ path: String) async throws(ProviderFailure) -> Value {
        try await sender.send(.get(path), by: deadline).decode(Value.self, from: .openai, after: .read)
    }

    private static func following(_ id: String?) -> String { id.map { "&after=\(percentEncoded($0))" } ?? "" }

    private static func form(_ bundle: SkillBundle) async throws(ProviderFailure) -> MultipartForm {
        let archive = try await SkillContent.zip(bundle)
        var form = MultipartForm()
        form.addFile(archive, named: "files", fileName: "\(bundle.name).zip", contentType: "application/zip")
        return form
    }
}
