import Contract
import Hummingbird

/// What stands above every page of one skill.
struct SkillHeader: Sendable {
    struct Tab: Sendable {
        let key: String
        let label: String
        let href: String
        let isChosen: Bool
    }

    /// Something the reader should know before going on.
    struct Notice: Sendable {
        let state: String
        let icon: String
        let title: String
        let lead: String?
        let href: String?
        let link: String?
    }

    let name: String
    let description: String
    let chip: Chip
    let version: String
    let owner: SkillListModel.Link
    let tags: [SkillListModel.Link]
    let updated: Moment
    let tabs: [Tab]
    let notices: [Notice]
    let here: String
    let install: String?
    let download: String

    init(_ visit: Visit, _ subject: SkillSubject, active: SkillTab) {
        let words = visit.words
        let (skill, version) = (subject.skill, subject.version)
        let address = subject.address
        name = skill.name
        description = skill.description
        chip = Chip(skill.state, words)
        self.version =
            words[
                "skills.version_of",
                ["version": String(version.version), "count": words.grouped(skill.versionCount)]
            ]
        owner = .init(label: skill.owner, href: Address("/skills", ["owner": skill.owner]).text)
        tags = skill.tags.map { .init(label: $0, href: Address("/skills", ["tag": $0]).text) }
        updated = visit.moment(skill.updatedAt)
        let keepsVersion: Set<SkillTab> = [.overview, .files]
        tabs = SkillTab.allCases.map { tab in
            let pinned = keepsVersion.contains(tab) ? subject.pinned : nil
            return Tab(
                key: tab.rawValue,
                label: words["skills.tab_\(tab.rawValue)"],
                href: address.page(tab, version: pinned).text,
                isChosen: tab == active
            )
        }
        notices = Self.notices(visit, subject)
        here = visit.request.uri.description
        let isInstallable = version.yankedAt == nil && visit.isAllowed(.startRun)
        install =
            isInstallable ? address.install.with("version", String(version.version)).text : nil
        download = address.of(version: version.version, "zip").text
    }

    private static func notices(_ visit: Visit, _ subject: SkillSubject) -> [Notice] {
        let words = visit.words
        let version = subject.version
        var notices: [Notice] = []
        if let mark = visit.query["registered"], mark == "new" || mark == "same" {
            let said = RegistrationNotice(isNew: mark == "new", version, words)
            notices.append(Notice(.ok, title: said.title, lead: said.lead))
        }
        if version.yankedAt != nil {
            notices.append(
                Notice(
                    .warn,
                    title: words["skills.is_yanked", ["version": String(version.version)]],
                    lead: version.yankReason
                )
            )
        }
        if !subject.isNewest {
            notices.append(
                Notice(
                    .run,
                    title: words["skills.is_old", ["version": String(version.version)]],
                    lead: nil,
                    href: subject.address.page(.overview).text,
                    link: words["skills.to_newest", ["version": String(subject.skill.latestVersion)]]
                )
            )
        }
        return notices
    }
}

extension SkillHeader.Notice {
    init(_ tone: Chip.Tone, title: String, lead: String?, href: String? = nil, link: String? = nil) {
        self.init(state: tone.rawValue, icon: tone.icon, title: title, lead: lead, href: href, link: link)
    }
}
