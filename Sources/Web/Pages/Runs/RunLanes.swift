import Contract

/// The lanes of a run as its template reads them.
struct RunLanes: Sendable {
    struct Key: Sendable {
        let tone: String
        let icon: String
        let label: String
    }

    /// Markup of our own making; everything of others in it is escaped.
    let svg: String
    let table: LanesTable
    let key: [Key]
    let more: String?

    /// Nil before the first try.
    init?(_ run: RunView, _ providers: ProviderNames, _ visit: Visit) {
        let words = visit.words
        let lanes = Lanes(
            run,
            name: { providers[$0] },
            now: visit.site.now(),
            label: { Self.label($0, $1, words) }
        )
        let tries = lanes.lanes.reduce(0) { $0 + $1.tries }
        guard tries > 0 else { return nil }
        let summary = words[
            "runs.lanes_summary",
            [
                "providers": words.counted("runs.providers", lanes.lanes.count),
                "tries": words.counted("runs.tries", tries),
                "span": words.duration(milliseconds: lanes.axis.length),
            ]
        ]
        svg = lanes.drawing(title: words["runs.lanes"], summary: summary, words)
        table = LanesTable(lanes, words)
        key = [Chip.Tone.ok, .fail, .warn, .run].map {
            Key(tone: $0.rawValue, icon: $0.icon, label: words["runs.tone_\($0.rawValue)"])
        }
        more = lanes.hidden > 0 ? words.counted("runs.more_providers", lanes.hidden) : nil
    }

    private static func label(_ task: TaskView, _ attempt: AttemptView, _ words: Words) -> String {
        let number = words[
            "runs.attempt_of",
            ["n": String(attempt.number), "most": String(task.maxAttempts)]
        ]
        let facts = [
            "\(task.skill) v\(task.version)", number, attempt.startedAt.clock,
            attempt.error?.providerRequestID,
        ]
        return facts.compactMap(\.self).joined(separator: " · ")
    }
}
