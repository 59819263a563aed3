import Domain
import HTTPTypes

/// Reads the form of an upload and applies Claude's rules to it.
enum ClaudeUpload {
    /// Larger skills are refused ("under 30 MB", unpacked).
    private static let maximumTotalBytes = 30_000_000

    struct Form: Sendable {
        let files: [FormPart]
        let displayName: String?
    }

    static func form(of call: Call) throws(Refusal) -> Form {
        let parts: [FormPart]
        do throws(Multipart.Fault) {
            parts = try Multipart.parts(of: call.body, contentType: call.headers[.contentType])
        } catch .notMultipart {
            parts = []
        } catch {
            throw Refusal(400, "The multipart body is malformed.")
        }
        let files = parts.filter { $0.name == "files[]" }
        guard !files.isEmpty else { throw Refusal(400, "files[]: Field required") }
        let displayName = parts.first { $0.name == "display_name" }.map {
            String(decoding: $0.content, as: UTF8.self)
        }
        if let displayName, displayName.count > 255 {
            throw Refusal(400, "display_name must be at most 255 characters long")
        }
        return Form(files: files, displayName: displayName)
    }

    /// - Throws: ``Refusal`` 400, or the configured status when it is too large.
    static func content(of form: Form, _ behavior: ClaudeBehavior) throws(Refusal) -> StoredContent {
        do throws(UnreadableBundle) {
            let bundle = try bundle(of: form.files)
            try check(bundle)
            let folder = behavior.contentHasFolder ? bundle.folder ?? bundle.name : nil
            return bundle.stored(archive: try BundleReading.pack(bundle.files, folder: folder))
        } catch {
            throw Refusal(error.isTooLarge ? behavior.oversizeStatus : 400, error.message)
        }
    }

    private static func bundle(of files: [FormPart]) throws(UnreadableBundle) -> ReceivedBundle {
        guard files.allSatisfy({ $0.filename?.isEmpty == false }) else {
            throw UnreadableBundle("files[]: every file needs a filename")
        }
        if let only = files.first, files.count == 1, only.filename?.lowercased().hasSuffix(".zip") == true {
            return try BundleReading.bundle(zip: only.content)
        }
        return try BundleReading.bundle(parts: files)
    }

    private static func check(_ bundle: ReceivedBundle) throws(UnreadableBundle) {
        guard bundle.totalBytes < maximumTotalBytes else {
            throw UnreadableBundle("The skill must be under 30 MB.", isTooLarge: true)
        }
        guard bundle.files.contains(where: { $0.path == "SKILL.md" }) else {
            throw UnreadableBundle("SKILL.md must be at the root or in the top-level folder.")
        }
        let name = bundle.name
        let isPlain = name.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
        }
        guard (1...64).contains(name.count), isPlain else {
            throw UnreadableBundle(
                "Skill name in SKILL.md must have 1 to 64 lowercase letters, digits and hyphens."
            )
        }
        for word in ["anthropic", "claude"] where name.contains(word) {
            throw UnreadableBundle("Skill name in SKILL.md cannot contain the reserved word '\(word)'.")
        }
        guard (1...1024).contains(bundle.description.count) else {
            throw UnreadableBundle("SKILL.md description must have 1 to 1024 characters")
        }
        if bundle.description.contains(/<[\p{Alphabetic}\/!?][^>]*>/) {
            throw UnreadableBundle("SKILL.md description cannot contain XML tags")
        }
        try bundle.checkSpecification()
    }
}
