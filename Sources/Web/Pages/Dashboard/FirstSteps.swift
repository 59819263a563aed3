import Contract

/// What an empty yard says of itself: three steps, with those ticked that are done.
struct FirstSteps: Sendable {
    struct Step: Sendable {
        let number: Int
        let title: String
        let text: String
        let action: String
        let href: String
        let isDone: Bool
        let isNext: Bool
    }

    let steps: [Step]
    /// Said to whoever may look but not begin.
    let mayNotBegin: Bool

    /// Nil once a run has succeeded.
    init?(_ beginnings: Beginnings, _ words: Words, mayBegin: Bool) {
        guard !beginnings.hasSuccess else { return nil }
        // A run needs a skill, so whoever has a run has come past the first step.
        let hasRun = beginnings.latestRun != nil
        let hasSkill = beginnings.skill != nil || hasRun
        let install = beginnings.skill.map { Address("/install", ["skill": $0]).text } ?? "/skills"
        let entries: [(name: String, href: String, isDone: Bool)] = [
            ("register", "/skills/new", hasSkill),
            ("install", install, hasRun),
            ("watch", beginnings.latestRun.map { "/runs/\($0)" } ?? "/runs", false),
        ]
        let next = entries.firstIndex { !$0.isDone }
        steps = entries.enumerated().map { index, entry in
            Step(
                number: index + 1,
                title: words["dashboard.step_\(entry.name)"],
                text: words["dashboard.step_\(entry.name)_text"],
                action: words["dashboard.step_\(entry.name)_do"],
                href: entry.href,
                isDone: entry.isDone,
                isNext: index == next
            )
        }
        mayNotBegin = !mayBegin
    }
}
