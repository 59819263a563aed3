package import Contract

/// Every rule a skill is held against when it is registered; `docs/validation.md` names the source of each.
///
/// What only one vendor demands is not here but in that vendor's preflight verdict.
package enum SkillRule: String, CaseIterable, Sendable {
    case manifestMissing = "md.missing"
    case manifestWrongCase = "md.wrong_case"
    case manifestNotUTF8 = "md.not_utf8"
    case manifestNUL = "md.nul"
    case manifestByteOrderMark = "md.bom"
    case manifestCRLF = "md.crlf"
    case manifestControlCharacter = "md.control_character"

    case frontmatterMissing = "fm.missing"
    case frontmatterUnclosed = "fm.unclosed"
    case frontmatterTooLarge = "fm.too_large"
    case frontmatterTooDeep = "fm.too_deep"
    case frontmatterAlias = "fm.alias"
    case frontmatterTag = "fm.tag"
    case frontmatterYAML = "fm.yaml"
    case frontmatterNotMap = "fm.not_map"
    case frontmatterDuplicateKey = "fm.duplicate_key"

    case nameMissing = "name.missing"
    case nameType = "name.type"
    case nameLength = "name.length"
    case nameCase = "name.case"
    case nameCharset = "name.charset"
    case nameEdgeHyphen = "name.edge_hyphen"
    case nameDoubleHyphen = "name.double_hyphen"
    case nameDirectory = "name.dir_mismatch"

    case descriptionMissing = "description.missing"
    case descriptionType = "description.type"
    case descriptionEmpty = "description.empty"
    case descriptionLength = "description.length"

    case licenseType = "license.type"
    case compatibilityType = "compatibility.type"
    case compatibilityLength = "compatibility.length"
    case metadataType = "metadata.type"
    case metadataValueType = "metadata.value_type"
    case allowedToolsType = "allowed-tools.type"
    case allowedToolsComma = "allowed-tools.comma_separated"
    case fieldUnknown = "field.unknown"
    case fieldClaudeCode = "field.claude_code"

    case bodyEmpty = "body.empty"
    case bodyLines = "body.lines"
    case bodyTokens = "body.tokens"
    case referenceOutside = "refs.outside"
    case referenceBroken = "refs.broken"
    case referenceDepth = "refs.depth"

    case nestedSkill = "files.nested_skill"
    case notPortable = "files.not_portable"
    case nestedArchive = "files.nested_archive"
    case junkRemoved = "files.junk_removed"

    /// What the specification demands is an error; advice, and what is common and does no harm, a warning.
    package var level: Finding.Level {
        switch self {
        case .manifestMissing, .manifestWrongCase, .manifestNotUTF8, .manifestNUL,
            .frontmatterMissing, .frontmatterUnclosed, .frontmatterTooLarge, .frontmatterTooDeep,
            .frontmatterAlias, .frontmatterTag, .frontmatterYAML, .frontmatterNotMap,
            .frontmatterDuplicateKey,
            .nameMissing, .nameType, .nameLength, .nameCase, .nameCharset, .nameEdgeHyphen, .nameDoubleHyphen,
            .nameDirectory, .descriptionMissing, .descriptionType, .descriptionEmpty, .descriptionLength,
            .compatibilityType, .compatibilityLength, .metadataType:
            .error
        case .manifestByteOrderMark, .manifestCRLF, .manifestControlCharacter, .licenseType,
            .metadataValueType,
            .allowedToolsType, .allowedToolsComma, .fieldUnknown, .fieldClaudeCode, .bodyEmpty, .bodyLines,
            .bodyTokens, .referenceOutside, .referenceBroken, .referenceDepth, .nestedSkill, .notPortable,
            .nestedArchive, .junkRemoved:
            .warning
        }
    }
}

extension Finding {
    init(
        _ rule: SkillRule,
        as variant: String? = nil,
        path: String? = SkillFile.manifest,
        line: Int? = nil,
        _ message: Phrase,
        fix: Phrase
    ) {
        self.init(rule.level, rule.rawValue, as: variant, path: path, line: line, message, fix: fix)
    }
}
