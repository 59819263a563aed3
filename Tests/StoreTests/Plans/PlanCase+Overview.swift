import Contract
import Store

extension PlanCase {
    /// However the runs are narrowed down, the span finds them, or their targets do.
    static let overviews = [
        overview(
            "all",
            RunTraits(),
            by: "install_runs_course",
            "install_tasks_outcomes",
            "install_tasks_ready"
        ),
        overview("of a state", RunTraits(status: .success), by: "install_runs_course", "install_tasks_run"),
        overview("of a person", RunTraits(requestedBy: "user-7"), by: "install_runs_course"),
        overview("of a kind and source", RunTraits(kind: .install, source: .cli), by: "install_runs_course"),
        overview(
            "on a provider",
            RunTraits(provider: ProviderID(rawValue: "p1")),
            by: "install_tasks_provider"
        ),
        overview("of a skill", RunTraits(skill: skill), by: "install_tasks_skill"),
        overview(
            "of a skill, a provider and a person",
            RunTraits(
                provider: ProviderID(rawValue: "p2"),
                skill: skill,
                requestedBy: "user-2"
            ),
            by: "install_tasks_skill"
        ),
    ]

    /// One that has runs at the end of every history, by `user-2` on `p2`, `p3` and `p4`.
    private static let skill = LargeHistory.skillName(8002)

    private static func overview(_ name: String, _ traits: RunTraits, by indexes: String...) -> PlanCase {
        PlanCase("overview: \(name)", byAll: indexes) { subject in
            let table = try OverviewTable(subject.connection, of: traits)
            let span = OverviewSpan(
                from: subject.history.end - .seconds(subject.history.runs / 10),
                until: subject.history.end,
                partCount: 24
            )
            let ended = try table.ended(in: span)
            try require(ended.whole.p95Milliseconds == 900)
            try require(table.moments(of: span).count == 24)
            try require(!table.providers(in: span).isEmpty)
            let open = try table.open(at: subject.history.end)
            try require(traits != RunTraits() || open.waitingSince != nil)
        }
    }
}
