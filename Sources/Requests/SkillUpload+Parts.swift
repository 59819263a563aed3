package import Contract

extension SkillUpload {
    package static let maximumTags = 32

    /// Reads the parts of a form; faults point at a part as if the form were a JSON object.
    package init(reading parts: [Multipart.Part]) throws(Problem) {
        var faults = FaultList()
        let bundle = Self.single("bundle", of: parts, &faults)
        let tags = Self.single("tags", of: parts, &faults).map { Self.tags($0, &faults) }
        let signature = Self.single("signature", of: parts, &faults).flatMap { Self.signature($0, &faults) }
        for name in Set(parts.map(\.name)).subtracting(["bundle", "signature", "tags"]).sorted() {
            let detail: Phrase = "There is no such part; known are bundle, signature and tags."
            faults.add(.init("/\(name.prefix(64))", .unknown, as: "upload_part", detail))
        }
        if bundle == nil {
            faults.add(
                .init("/bundle", .required, as: "upload_bundle", "The skill is expected in this part.")
            )
        }
        let content = bundle.flatMap { Self.content($0, &faults) }
        try faults.check()
        guard let content else { throw Problem(.validationFailed, as: "upload", "The form holds no skill.") }
        self.init(
            content: content,
            filename: bundle?.filename.flatMap(Self.fitForMessages),
            tags: tags,
            signature: signature
        )
    }

    private static func single(
        _ name: String,
        of parts: [Multipart.Part],
        _ faults: inout FaultList
    ) -> Multipart.Part? {
        let found = parts.filter { $0.name == name }
        if found.count > 1 { faults.add(.init("/\(name)", .repeated, as: "upload_part", "Send it once.")) }
        return found.first
    }

    private static func content(_ part: Multipart.Part, _ faults: inout FaultList) -> Content? {
        if part.body.isEmpty {
            faults.add(.init("/bundle", .length, as: "upload_empty", "It is empty."))
            return nil
        }
        let isText =
            part.contentType == "text/markdown" || part.filename?.lowercased().hasSuffix(".md") == true
        guard isText else { return .archive(Array(part.body)) }
        guard let text = String(validating: part.body, as: UTF8.self) else {
            faults.add(.init("/bundle", .format, as: "upload_skill_md", "SKILL.md is not UTF-8."))
            return nil
        }
        return .text(text)
    }

    private static func signature(_ part: Multipart.Part, _ faults: inout FaultList) -> SkillSignature? {
        guard let signature = try? JSON.decode(SkillSignature.self, from: part.body),
            signature.name.utf8.count <= 64, signature.digest.utf8.count == 64,
            signature.publicKey.utf8.count == 44, signature.signature.utf8.count == 88
        else {
            let detail: Phrase = "It is no signature of a skill; docs/audit.md describes one."
            faults.add(.init("/signature", .format, as: "upload_signature", detail))
            return nil
        }
        return signature
    }

    private static func tags(_ part: Multipart.Part, _ faults: inout FaultList) -> [String] {
        guard let text = String(validating: part.body, as: UTF8.self) else {
            faults.add(.init("/tags", .format, as: "upload_tags", "It is not UTF-8."))
            return []
        }
        return Self.tags(text, &faults)
    }

    /// Reads tags with commas between them.
    ///
    /// - Throws: ``Problem`` with `validation_failed`, pointing at `/tags`.
    package static func tags(_ text: String) throws(Problem) -> [String] {
        var faults = FaultList()
        let tags = tags(text, &faults)
        try faults.check()
        return tags
    }

    private static func tags(_ text: String, _ faults: inout FaultList) -> [String] {
        let tags = text.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
        if tags.count > maximumTags {
            let detail: Phrase = "At most \(maximumTags, as: "limit") tags are allowed."
            faults.add(.init("/tags", .range, as: "tag_count", detail))
        }
        if tags.contains(where: { $0.unicodeScalars.count > 64 || !Grammar.isPlain($0) }) {
            let detail: Phrase = "A tag has 1 to 64 characters and no control characters."
            faults.add(.init("/tags", .length, as: "tag", detail))
        }
        return tags
    }

    private static func fitForMessages(_ filename: String) -> String? {
        let plain = String(
            String.UnicodeScalarView(filename.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
        )
        return plain.isEmpty ? nil : String(plain.prefix(255))
    }
}
