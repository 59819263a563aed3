import Contract
import HTTPTypes
import Hummingbird
import Requests

/// The form that registers a skill, as a browser sent it.
struct SkillUploadForm: Sendable {
    /// What was pasted, to be shown again.
    let text: String?
    /// As typed.
    let tags: String?
    /// Where the server is to fetch the skill from.
    let url: String?
    private let parts: [Multipart.Part]

    static let empty = SkillUploadForm(parts: [])

    /// - Parameter parts: Fields that were left blank come as empty parts, and count as absent.
    init(parts: [Multipart.Part]) {
        let filled = parts.filter { !($0.body.isEmpty && ($0.filename ?? "").isEmpty) }
        text = Self.text(named: "text", of: filled)
        tags = Self.text(named: "tags", of: filled)
        url = Self.text(named: "url", of: filled)
        self.parts = filled
    }

    /// - Throws: ``Problem`` that names every field at fault.
    func upload() throws(Problem) -> SkillUpload {
        guard let text else { return try SkillUpload(reading: parts) }
        guard !parts.contains(where: { $0.name == "bundle" }) else {
            let detail: Phrase = "Send a file or paste text, not both."
            let fault = Problem.Fault("/text", .repeated, as: "text_and_file", detail)
            throw Problem(.validationFailed, as: "one", "One value is invalid.", errors: [fault])
        }
        let pasted = Multipart.Part(
            name: "bundle",
            filename: "SKILL.md",
            contentType: "text/markdown",
            body: ArraySlice(text.utf8)
        )
        return try SkillUpload(reading: [pasted] + parts.filter { $0.name != "text" })
    }

    /// What is to be fetched; nil when a file or text came instead.
    ///
    /// - Throws: ``Problem`` when both did, or a tag is none.
    func download() throws(Problem) -> SkillImport? {
        guard let url else { return nil }
        guard text == nil, !parts.contains(where: { $0.name == "bundle" }) else {
            let rule: Phrase = "Send a file, paste text or name an address."
            let fault = Problem.Fault("/url", .repeated, as: "text_and_address", rule)
            throw Problem(.validationFailed, as: "one", "One value is invalid.", errors: [fault])
        }
        return SkillImport(
            url: url,
            tags: try tags.map { text throws(Problem) in try SkillUpload.tags(text) }
        )
    }

    /// Forms send every line end as CR LF (HTML standard, section 4.10.22.7); the pasted text had none of that.
    private static func text(named name: String, of parts: [Multipart.Part]) -> String? {
        parts.first { $0.name == name }
            .map { String(decoding: $0.body, as: UTF8.self).replacing("\r\n", with: "\n") }
    }
}

extension Visit {
    /// - Throws: ``Problem``: 415 for another content type, 413, 400 for a broken form.
    func uploadForm() async throws(Problem) -> SkillUploadForm {
        let (type, parameters) = HeaderParameters.split(request.headers[.contentType] ?? "")
        guard type.lowercased() == "multipart/form-data" else {
            let detail: Phrase = "The form is expected as multipart/form-data."
            throw Problem(.unsupportedMediaType, as: "form", detail)
        }
        let bytes = try await body(upTo: site.settings.maximumUploadBytes)
        do {
            return SkillUploadForm(
                parts: try Multipart.parts(of: bytes, boundary: parameters["boundary"] ?? "")
            )
        } catch {
            throw Problem(.malformedRequest, error.detail)
        }
    }
}
