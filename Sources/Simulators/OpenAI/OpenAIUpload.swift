import Domain
import HTTPTypes

/// Reads the form of an upload and applies OpenAI's rules to it.
enum OpenAIUpload {
    private static let maximumArchiveBytes = 50_000_000
    private static let maximumFileBytes = 25 << 20
    private static let maximumFiles = 500

    /// - Throws: ``Refusal`` 400, or the configured status when it is too large.
    static func content(of call: Call, _ behavior: OpenAIBehavior) throws(Refusal) -> StoredContent {
        let parts = try form(of: call).filter { $0.name == "files" || $0.name == "files[]" }
        guard let first = parts.first else {
            throw Refusal(
                400,
                "Missing required parameter: 'files'.",
                code: "missing_required_parameter",
                param: "files"
            )
        }
        let isZip = parts.count == 1 && first.content.starts(with: [0x50, 0x4B])
        if isZip, first.content.count > maximumArchiveBytes {
            throw tooLarge("The zip is larger than 50 MB.", behavior)
        }
        do throws(UnreadableBundle) {
            let bundle =
                try isZip ? BundleReading.bundle(zip: first.content) : BundleReading.bundle(parts: parts)
            try check(bundle)
            return bundle.stored(archive: try BundleReading.pack(bundle.files, folder: bundle.folder))
        } catch {
            throw error.isTooLarge ? tooLarge(error.message, behavior) : invalid(error.message)
        }
    }

    /// Whether the optional part `default` says true.
    static func isDefault(_ call: Call) throws(Refusal) -> Bool {
        guard let part = try form(of: call).first(where: { $0.name == "default" }) else { return false }
        switch String(decoding: part.content, as: UTF8.self).lowercased() {
        case "true": return true
        case "false": return false
        default: throw Refusal(400, "'default' must be a boolean.", code: "invalid_type", param: "default")
        }
    }

    private static func form(of call: Call) throws(Refusal) -> [FormPart] {
        do throws(Multipart.Fault) {
            return try Multipart.parts(of: call.body, contentType: call.headers[.contentType])
        } catch .notMultipart {
            return []
        } catch {
            throw Refusal(400, "The multipart body is malformed.")
        }
    }

    private static func check(_ bundle: ReceivedBundle) throws(UnreadableBundle) {
        guard bundle.folder != nil else {
            throw UnreadableBundle("Everything must lie in a single top-level folder.")
        }
        guard bundle.manifests.count == 1 else {
            throw UnreadableBundle("There must be exactly one SKILL.md.")
        }
        guard bundle.files.count <= maximumFiles else {
            throw UnreadableBundle("There are more than \(maximumFiles) files.", isTooLarge: true)
        }
        guard bundle.files.allSatisfy({ $0.content.count <= maximumFileBytes }) else {
            throw UnreadableBundle("A file is larger than 25 MB.", isTooLarge: true)
        }
        try bundle.checkSpecification()
    }

    private static func invalid(_ message: String) -> Refusal {
        Refusal(400, message, code: "invalid_value", param: "files")
    }

    private static func tooLarge(_ message: String, _ behavior: OpenAIBehavior) -> Refusal {
        Refusal(behavior.oversizeStatus, message, code: "file_too_large", param: "files")
    }
}
