import Contract
import Hummingbird

extension WebSite {
    static let skillVersions: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let subject = try await visit.subject(plane)
        let request = PageRequest(limit: 50, cursor: visit.query["cursor"])
        let versions = try await plane.versions(of: subject.skill.name, page: request)
        let diff = try await visit.comparison(of: subject.skill.name, plane)
        let model = SkillVersionsModel(visit, subject, versions, diff)
        return try visit.page(
            "skills/versions",
            title: diff?.title ?? "\(visit.words["skills.tab_versions"]) · \(subject.skill.name)",
            active: .skills,
            model
        )
    }
}

extension Visit {
    /// What `?from=` and `?to=` ask to be compared; nil when they do not.
    fileprivate func comparison(of name: String, _ plane: any ControlPlane) async throws -> VersionDiffModel?
    {
        guard let from = query["from"], let to = query["to"] else { return nil }
        let (old, new) = (try versionNumber(from), try versionNumber(to))
        guard old != new else { return nil }
        async let before = plane.version(old, of: name)
        async let after = plane.version(new, of: name)
        let diff = try await VersionDiff.between(before, after, plane)
        return VersionDiffModel(diff, from: old, to: new, words)
    }
}

/// The versions of a skill, newest first, and what differs between two of them.
struct SkillVersionsModel: Sendable {
    struct Row: Sendable {
        let version: Int
        let href: String
        let label: String
        let digest: String
        let createdBy: String
        let created: Moment
        let content: String
        let chip: Chip
        let reason: String?
        let download: String
        let yank: String?
        let isFrom: Bool
        let isTo: Bool
        let fromLabel: String
        let toLabel: String
        let downloadLabel: String
        let yankLabel: String
    }

    let header: SkillHeader
    let rows: [Row]
    let mayCompare: Bool
    let action: String
    let next: String?
    let diff: VersionDiffModel?

    init(
        _ visit: Visit,
        _ subject: SkillSubject,
        _ versions: Page<SkillVersionView>,
        _ diff: VersionDiffModel?
    ) {
        let address = subject.address.page(.versions)
        header = SkillHeader(visit, subject, active: .versions)
        let chosen = Self.chosen(visit, versions.items.map(\.version))
        rows = versions.items.map { Row($0, visit, subject, chosen) }
        mayCompare = subject.skill.versionCount > 1
        action = address.text
        next = versions.nextCursor.map { address.with("cursor", $0).text }
        self.diff = diff
    }

    /// What is marked for comparing: as asked for, or the newest and the one before.
    private static func chosen(_ visit: Visit, _ numbers: [Int]) -> (from: Int?, to: Int?) {
        let asked = { (name: String) in visit.query[name].flatMap { Int($0) } }
        return (asked("from") ?? numbers.dropFirst().first, asked("to") ?? numbers.first)
    }
}

extension SkillVersionsModel.Row {
    fileprivate init(
        _ version: SkillVersionView,
        _ visit: Visit,
        _ subject: SkillSubject,
        _ chosen: (from: Int?, to: Int?)
    ) {
        let words = visit.words
        let address = subject.address
        let number = version.version
        let place = ["version": String(number)] as KeyValuePairs
        let isYanked = version.yankedAt != nil
        self.init(
            version: number,
            href: address.page(.overview, version: number == subject.skill.latestVersion ? nil : number).text,
            label: words["skills.version_n", place],
            digest: String(version.digest.prefix(12)),
            createdBy: version.createdBy,
            created: visit.moment(version.createdAt),
            content: words.counted("skills.files", version.fileCount) + ", "
                + words.size(bytes: version.size),
            chip: Chip(isYanked ? .idle : .ok, words[isYanked ? "state.yanked" : "state.active"]),
            reason: version.yankReason,
            download: address.of(version: number, "zip").text,
            yank: isYanked || !visit.isAllowed(.yankSkill) ? nil : address.of(version: number, "yank").text,
            isFrom: number == chosen.from,
            isTo: number == chosen.to,
            fromLabel: words["skills.compare_from", place],
            toLabel: words["skills.compare_to", place],
            downloadLabel: words["skills.download_n", place],
            yankLabel: words["skills.yank_n", place]
        )
    }
}
