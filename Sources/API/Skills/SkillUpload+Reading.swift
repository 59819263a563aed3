package import Contract
import Hummingbird
package import Requests

extension Call {
    /// Does something with the skill in the body: one archive, one SKILL.md, or a form with either in its part
    /// `bundle`.
    ///
    /// - Throws: ``Problem``: 415 for other content types, 413, 503 while there is no room, 400 for a broken form, 422
    ///   with every fault; or what `act` throws.
    func withUpload<Value>(_ act: (SkillUpload) async throws(Problem) -> Value) async throws(Problem) -> Value
    {
        let bytes = UploadRoom.announced(request.headers, upTo: site.limits.maximumUploadBytes)
        let secret = SentSecret.bearer(request.headers)
        return try await site.limits.uploadRoom.holding(bytes, of: secret) {
            () async throws(Problem) in
            try await act(try await upload())
        }
    }

    private func upload() async throws(Problem) -> SkillUpload {
        let type = ContentType(request.headers[.contentType] ?? "")
        guard let form = SkillForm(type) else {
            throw Problem(.unsupportedMediaType, "Send the skill as one of \(SkillForm.contentTypes).")
        }
        let bytes = try await bytes(upTo: site.limits.maximumUploadBytes)
        switch form {
        case .archive:
            guard !bytes.isEmpty else {
                throw Problem(.malformedRequest, "The body is empty; an archive is expected.")
            }
            return SkillUpload(content: .archive(bytes))
        case .text:
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Problem(.malformedRequest, "SKILL.md is not UTF-8.")
            }
            return SkillUpload(content: .text(text))
        case .parts(let boundary):
            let parts: [Multipart.Part]
            do {
                parts = try Multipart.parts(of: bytes, boundary: boundary)
            } catch {
                throw Problem(.malformedRequest, error.detail)
            }
            return try SkillUpload(reading: parts)
        }
    }
}

extension SkillImport: Readable {
    package init?(reading object: inout ObjectReader) {
        // What is no address is refused as one, by the rules of whoever would fetch it.
        let url = object.requiredText("url", 1...2000)
        let tags = object.has("tags") ? Self.tags(&object) : nil
        guard let url else { return nil }
        self.init(url: url, tags: tags)
    }

    private static func tags(_ object: inout ObjectReader) -> [String]? {
        let rule = "A tag has 1 to 64 characters, no commas and no control characters."
        return object.texts("tags", count: 0...SkillUpload.maximumTags, rule: rule) { tag in
            (1...64).contains(tag.unicodeScalars.count) && Grammar.isPlain(tag) && !tag.contains(",")
        }
    }
}

/// The content types in which a skill may come.
private enum SkillForm {
    case archive
    case text
    case parts(boundary: String)

    static let contentTypes = """
        multipart/form-data (part `bundle`, optionally `tags` and `signature`), application/zip, application/gzip, \
        application/x-tar, application/octet-stream, or text/markdown for a single SKILL.md
        """

    init?(_ type: ContentType) {
        switch type.name {
        case "application/zip", "application/gzip", "application/x-gzip", "application/x-tar",
            "application/octet-stream":
            self = .archive
        case "text/markdown":
            guard type.isUnicode else { return nil }
            self = .text
        case "multipart/form-data":
            self = .parts(boundary: type.parameters["boundary"] ?? "")
        default:
            return nil
        }
    }
}
