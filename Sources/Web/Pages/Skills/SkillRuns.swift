import Contract
import Hummingbird

extension WebSite {
    static let skillRuns: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let subject = try await visit.subject(plane)
        let page = PageRequest(limit: 25, cursor: visit.query["cursor"])
        let runs = try await plane.runs(RunQuery(skill: subject.skill.name, page: page))
        let model = SkillRunsModel(visit, subject, runs)
        guard visit.fragment != "skill-panel" else { return try visit.part("skills/runs-panel", model) }
        return try visit.page(
            "skills/runs",
            title: "\(visit.words["skills.tab_runs"]) · \(subject.skill.name)",
            active: .skills,
            model
        )
    }
}

/// The runs that touched one skill, newest first.
struct SkillRunsModel: Sendable {
    struct Row: Sendable {
        let key: String
        let href: String
        let kind: String
        let chip: Chip
        let targets: String
        let requestedBy: String
        let reason: String?
        let created: Moment
    }

    let header: SkillHeader
    let rows: [Row]
    let isEmpty: Bool
    let all: String
    let next: String?

    init(_ visit: Visit, _ subject: SkillSubject, _ runs: Page<RunView>) {
        let words = visit.words
        header = SkillHeader(visit, subject, active: .runs)
        rows = runs.items.map { run in
            Row(
                key: run.id.rawValue,
                href: "/runs/\(run.id)",
                kind: words["install.kind_\(run.kind.rawValue)"],
                chip: Chip(run.status, words),
                targets: words.counted("install.targets", run.counts.total),
                requestedBy: run.requestedBy,
                reason: run.reason,
                created: visit.moment(run.createdAt)
            )
        }
        isEmpty = rows.isEmpty
        all = Address("/runs", ["skill": subject.skill.name]).text
        next = runs.nextCursor.map { subject.address.page(.runs).with("cursor", $0).text }
    }
}
