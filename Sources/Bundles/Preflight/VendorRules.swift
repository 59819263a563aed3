import Contract
import Domain

/// OpenAI's skills API (developers.openai.com/api/docs/guides/tools-skills).
enum OpenAIRules {
    private static let fileLimit = 500
    private static let fileBytes = 25 << 20
    private static let archiveBytes = 50_000_000

    static func findings(on skill: InspectedSkill) -> [Finding] {
        var findings: [Finding] = []
        let manifests = skill.files.map(\.path).filter(SkillFile.isManifestInAnyCase)
        if manifests.count > 1 {
            let message: Phrase =
                "OpenAI takes exactly one SKILL.md; there are \(manifests.count, as: "count"): \(manifests.quoted, as: "files")."
            findings.append(
                Finding(.openAIManifestCount, path: manifests.last, message, fix: "Keep the one at the top.")
            )
        }
        if skill.files.count > fileLimit {
            let message: Phrase =
                "OpenAI takes up to \(fileLimit, as: "limit") files; there are \(skill.files.count, as: "count")."
            findings.append(
                Finding(.openAIFileCount, message, fix: "Leave files out or put several into one.")
            )
        }
        for file in skill.files where file.content.count > fileBytes {
            let message: Phrase =
                "OpenAI takes files of up to 25 MB; this one has \(file.content.count, as: "bytes") bytes."
            findings.append(Finding(.openAIFileSize, path: file.path, message, fix: "Make the file smaller."))
        }
        if skill.isPackedLarger(than: archiveBytes) {
            let message: Phrase = "OpenAI takes archives of up to 50 MB; this skill packs to more."
            findings.append(Finding(.openAIArchiveSize, message, fix: "Make the skill smaller."))
        }
        return findings
    }
}

/// Claude's skills API (platform.claude.com/docs/en/build-with-claude/skills-guide).
enum ClaudeRules {
    private static let totalBytes = 30_000_000

    static func findings(on skill: InspectedSkill) -> [Finding] {
        var findings: [Finding] = []
        for word in ["anthropic", "claude"] where skill.name?.contains(word) ?? false {
            let message: Phrase = "Claude reserves the word \"\(word, as: "word")\" in names."
            findings.append(
                Finding(.claudeNameReserved, path: SkillFile.manifest, message, fix: "Choose another name.")
            )
        }
        if let description = skill.description, XMLTags.occur(in: description) {
            let message: Phrase = "Claude takes no XML tags in the description."
            let fix: Phrase = "Write it without angle brackets."
            findings.append(Finding(.claudeDescriptionTag, path: SkillFile.manifest, message, fix: fix))
        }
        if skill.size >= totalBytes {
            let message: Phrase =
                "Claude takes skills below 30 MB unpacked; this one has \(skill.size, as: "bytes") bytes."
            findings.append(Finding(.claudeTotalSize, message, fix: "Make the skill smaller."))
        }
        return findings
    }
}

/// Google's Skill Registry (docs.cloud.google.com/gemini-enterprise-agent-platform/build/skill-registry).
enum GeminiRules {
    private static let nameLimit = 63
    private static let depth = 8
    private static let ratio = 100

    static func findings(on skill: InspectedSkill) -> [Finding] {
        name(skill.name ?? "") + layout(of: skill)
    }

    /// The name becomes the registry's skill id.
    private static func name(_ name: String) -> [Finding] {
        func finding(_ rule: ProfileRule, _ message: Phrase) -> Finding {
            Finding(rule, path: SkillFile.manifest, message, fix: "Choose another name.")
        }
        var findings: [Finding] = []
        if name.utf8.count > nameLimit {
            let message: Phrase = "Google takes ids of up to \(nameLimit, as: "limit") characters."
            findings.append(finding(.geminiNameLength, message))
        }
        if !("a"..."z").contains(name.first ?? "-") {
            findings.append(finding(.geminiNameStart, "Google wants an id to start with a letter."))
        }
        if name.hasPrefix("gcp-") {
            findings.append(finding(.geminiNameReserved, "Google reserves ids that start with \"gcp-\"."))
        }
        return findings
    }

    /// Its 10,000 entries and 500 MB are beyond what ``ArchiveLimits`` takes in.
    private static func layout(of skill: InspectedSkill) -> [Finding] {
        var findings: [Finding] = []
        let deep = skill.files.map(\.path).filter { $0.count { $0 == "/" } > depth }
        if let first = deep.first {
            let message: Phrase =
                "Google takes folders up to \(depth, as: "limit") deep; deeper: \(deep.quoted, as: "files")."
            findings.append(Finding(.geminiDepth, path: first, message, fix: "Move the files up."))
        }
        if skill.packsBetter(than: ratio) {
            let message: Phrase =
                "Google refuses archives that unpack to more than \(ratio, as: "ratio") times their size."
            findings.append(
                Finding(.geminiRatio, message, fix: "Leave out files that are nearly all repetition.")
            )
        }
        return findings
    }
}

/// The agents that read folders, where they are stricter than the specification.
enum FolderRules {
    /// openai/codex, core-skills loader.
    static func codex(_ skill: InspectedSkill) -> [Finding] {
        var findings = byteOrderMark(.codexByteOrderMark, "Codex", skill)
        if skill.manifest?.metadata["short-description"]?.unicodeScalars.count ?? 0 > 1_024 {
            let message: Phrase = "Codex takes a short-description of up to 1,024 characters."
            let rule = ProfileRule.codexShortDescription
            findings.append(Finding(rule, path: SkillFile.manifest, message, fix: "Shorten it."))
        }
        let nested = skill.files.map(\.path).filter { $0.hasSuffix("/\(SkillFile.manifest)") }
        if let first = nested.first {
            let message: Phrase =
                "Codex looks into sub-folders and lists these as skills too: \(nested.quoted, as: "files")."
            findings.append(
                Finding(.codexNestedSkill, path: first, message, fix: "Register them on their own.")
            )
        }
        return findings
    }

    /// google-gemini/gemini-cli, skillLoader.
    static func geminiCLI(_ skill: InspectedSkill) -> [Finding] {
        byteOrderMark(.geminiCLIByteOrderMark, "Gemini CLI", skill)
    }

    private static func byteOrderMark(_ rule: ProfileRule, _ client: String, _ skill: InspectedSkill)
        -> [Finding]
    {
        guard skill.manifest?.hasByteOrderMark ?? false else { return [] }
        let message: Phrase = "\(client, as: "client") sees no frontmatter behind a byte order mark."
        return [Finding(rule, path: SkillFile.manifest, message, fix: "Save SKILL.md as UTF-8 without BOM.")]
    }
}
