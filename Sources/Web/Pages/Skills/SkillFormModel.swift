import Contract

/// The form that registers a skill as its template reads it.
struct SkillFormModel: Sendable {
    let isInDialog: Bool
    let text: String?
    let tags: String?
    let url: String?
    /// Whether the server fetches skills from addresses.
    let hasURL: Bool
    let maximumBytes: Int
    let sizeHint: String
    let tooLarge: String
    /// Why registering is not offered; nil where it is.
    let denied: String?
    let report: SkillReport?
    let isBundleInvalid: Bool
    let isTextInvalid: Bool
    let isTagsInvalid: Bool
    let isURLInvalid: Bool

    init(_ visit: Visit, _ form: SkillUploadForm, report: SkillReport?) {
        let maximum = visit.site.settings.maximumUploadBytes
        let size = visit.words.size(bytes: maximum)
        isInDialog = visit.isPartial
        text = form.text
        tags = form.tags
        url = form.url
        hasURL = visit.site.settings.importsByURL && visit.isAllowed(.importSkill)
        maximumBytes = maximum
        sizeHint = visit.words["skills.size_hint", ["size": size]]
        tooLarge = visit.words["skills.too_large", ["size": size]]
        denied = visit.isAllowed(.registerSkill) ? nil : visit.words["skills.register_denied"]
        self.report = report
        let pointers = Set(report?.pointers ?? [])
        isBundleInvalid = pointers.contains("/bundle")
        isTextInvalid = pointers.contains("/text")
        isTagsInvalid = pointers.contains("/tags")
        isURLInvalid = pointers.contains("/url")
    }
}

/// What is said after a skill was registered.
struct RegisteredModel: Sendable {
    let title: String
    let lead: String
    let isNew: Bool
    let warnings: String?
    /// Nil where the result could not be read.
    let scan: ScanNotice?
    /// Nil where the safety scan keeps it from being installed.
    let install: String?
    let page: String
    /// Where it is the page's only heading, and not that of a dialog over a page.
    let isWholePage: Bool

    init(_ registration: SkillRegistration, _ scan: SkillScan?, _ visit: Visit) {
        let words = visit.words
        let version = registration.version
        let address = SkillAddress(name: version.skill)
        let notice = RegistrationNotice(isNew: registration.created, version, words)
        title = notice.title
        lead = notice.lead
        isNew = registration.created
        warnings =
            version.findings.isEmpty ? nil : words.counted("skills.warnings", version.findings.count)
        self.scan = scan.map { ScanNotice($0, words) }
        let isBlocked = scan?.verdict == .blocked
        install = isBlocked ? nil : address.install.with("version", String(version.version)).text
        page = address.page(.overview).text
        isWholePage = visit.returnAddress?.prefix { $0 != "?" } == "/skills/new"
    }
}

/// Whether registering made something new, in words.
struct RegistrationNotice: Sendable {
    let title: String
    let lead: String

    init(isNew: Bool, _ version: SkillVersionView, _ words: Words) {
        let kind = isNew ? "new" : "same"
        title =
            words[
                "skills.registered_\(kind)",
                ["name": version.skill, "version": String(version.version)]
            ]
        lead = words["skills.registered_\(kind)_lead"]
    }
}
