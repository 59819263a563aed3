import Contract
import Domain

/// Looks into a skill: the rules of the Agent Skills specification, all findings at once.
package enum SkillInspection {
    package static func inspect(_ skill: UnpackedSkill) -> InspectedSkill {
        let digest = BundleDigest.digest(of: skill.files)
        guard let manifest = manifestFile(in: skill.files) else {
            return InspectedSkill(
                body: "",
                files: skill.files,
                findings: [missingManifest(in: skill.files)] + FileRules.findings(on: skill),
                digest: digest,
                manifest: nil
            )
        }
        let text = ManifestText(manifest.content)
        let (fields, fieldFindings) = fields(of: text, topFolder: skill.topFolder)
        let findings =
            (manifest.path == SkillFile.manifest ? [] : [wrongCase(manifest.path)]) + text.findings
            + fieldFindings
            + BodyRules.findings(on: text, paths: skill.files.map(\.path)) + FileRules.findings(on: skill)
        return InspectedSkill(
            body: text.body,
            files: skill.files,
            findings: findings,
            digest: digest,
            manifest: fields
        )
    }

    private static func fields(of text: ManifestText, topFolder: String?) -> (SkillManifest?, [Finding]) {
        guard let yaml = text.frontmatter else { return (nil, []) }
        do {
            let frontmatter = try Frontmatter(yaml)
            let manifest = SkillManifest(frontmatter, hasByteOrderMark: text.hasByteOrderMark)
            return (manifest, FieldRules.findings(on: frontmatter, topFolder: topFolder))
        } catch {
            return (nil, [error.finding])
        }
    }

    private static func manifestFile(in files: [BundleFile]) -> BundleFile? {
        files.first { $0.path == SkillFile.manifest }
            ?? files.first { !$0.path.contains("/") && SkillFile.isManifestInAnyCase($0.path) }
    }

    private static func wrongCase(_ path: String) -> Finding {
        Finding(
            .manifestWrongCase,
            path: path,
            "The file is called \(path, as: "file"); agents look for exactly SKILL.md.",
            fix: "Rename it to SKILL.md."
        )
    }

    private static func missingManifest(in files: [BundleFile]) -> Finding {
        let elsewhere = files.map(\.path).first(where: SkillFile.isManifestInAnyCase)
        let message: Phrase = "There is no SKILL.md at the top of the skill."
        guard let elsewhere else {
            let fix: Phrase = "Add a SKILL.md with name and description."
            return Finding(.manifestMissing, path: nil, message, fix: fix)
        }
        let fix: Phrase = "Pack the folder that holds \(elsewhere, as: "file")."
        return Finding(.manifestMissing, as: "elsewhere", path: elsewhere, message, fix: fix)
    }
}

extension SkillManifest {
    init(_ frontmatter: Frontmatter, hasByteOrderMark: Bool) {
        func text(_ key: String) -> String? { frontmatter.value(of: key)?.text }
        self.init(
            name: text("name"),
            description: text("description"),
            license: text("license"),
            compatibility: text("compatibility"),
            allowedTools: Self.tools(frontmatter.value(of: "allowed-tools")),
            metadata: Self.metadata(frontmatter.value(of: "metadata")),
            unknownFields: frontmatter.fields.map(\.key).filter { !FieldRules.specified.contains($0) },
            hasByteOrderMark: hasByteOrderMark
        )
    }

    private static func metadata(_ value: FieldValue?) -> [String: String] {
        guard case .map(let values) = value else { return [:] }
        return values.compactMapValues { value in
            switch value {
            case .text(let text), .plain(let text): text
            case .null, .list, .map: nil
            }
        }
    }

    private static func tools(_ value: FieldValue?) -> [String] {
        switch value {
        case .list(let values): values.compactMap(\.text)
        case .text(let text): splitOutsideBrackets(text)
        case .plain, .null, .map, nil: []
        }
    }

    /// `Bash(git log:*) Read` are two tools.
    private static func splitOutsideBrackets(_ text: String) -> [String] {
        var tools: [String] = []
        var tool = ""
        var depth = 0
        for character in text {
            depth += character == "(" ? 1 : character == ")" ? -1 : 0
            if depth <= 0, character.isWhitespace || character == "," {
                if !tool.isEmpty { tools.append(tool) }
                tool = ""
            } else {
                tool.append(character)
            }
        }
        return tool.isEmpty ? tools : tools + [tool]
    }
}

extension Frontmatter {
    func value(of key: String) -> FieldValue? {
        fields.first { $0.key == key }?.value
    }
}
