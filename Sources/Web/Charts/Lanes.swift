import Contract

/// The tries of a run over time, one lane per provider.
///
/// A lane with few tries shows each as a segment; one with many shows how many ended when, so that a run of
/// thousands of targets stays readable and small.
struct Lanes: Sendable {
    /// One try, in milliseconds from the run's first.
    struct Segment: Equatable, Sendable {
        let start: Int
        let end: Int
        let outcome: TryOutcome
        let label: String
        /// Where the try before it ended, if it is not the target's first.
        let waitedSince: Int?
        /// Which of the lane's lines it stands on, from 0.
        var line: Int
    }

    /// How many tries ended in one part of the time.
    struct Bucket: Equatable, Sendable {
        var counts: [Chip.Tone: Int] = [:]

        var total: Int { counts.values.reduce(0, +) }
    }

    enum Content: Equatable, Sendable {
        case segments([Segment], lines: Int)
        case density([Bucket])
    }

    struct Lane: Equatable, Sendable {
        let provider: ProviderID
        let name: String
        let tries: Int
        let targets: Int
        let content: Content
    }

    let axis: TimeAxis
    let lanes: [Lane]
    /// Providers beyond the ones shown.
    let hidden: Int

    static let maximumLanes = 16
    static let maximumSegments = 240
    static let maximumLines = 6
    static let buckets = 60

    /// - Parameters:
    ///   - run: With its targets.
    ///   - name: What a provider is called.
    ///   - now: Where tries that still run end.
    ///   - label: What a try is called.
    init(
        _ run: RunView,
        name: (ProviderID) -> String,
        now: Timestamp,
        label: (TaskView, AttemptView) -> String
    ) {
        let tasks = run.tasks ?? []
        // How long the run waited for a worker says nothing about its tries, and would push them to the edge.
        let origin = tasks.compactMap { $0.attempts?.first?.startedAt }.min() ?? run.createdAt
        func offset(_ time: Timestamp) -> Int { origin.distance(to: time).milliseconds }
        let ends = tasks.flatMap { task in (task.attempts ?? []).map { offset($0.finishedAt ?? now) } }
        let axis = TimeAxis(upTo: max(ends.max() ?? 0, run.finishedAt.map(offset) ?? 0))
        let byProvider = Dictionary(grouping: tasks, by: \.provider)
        let order = byProvider.keys.sorted {
            (name($0), $0.rawValue) < (name($1), $1.rawValue)
        }
        let shown = order.prefix(Self.maximumLanes)
        let total = shown.reduce(0) { sum, provider in sum + Self.tries(of: byProvider[provider] ?? []) }
        lanes = shown.map { provider in
            let tasks = byProvider[provider] ?? []
            let segments = Self.segments(of: tasks, now: now, offset: offset, label: label)
            return Lane(
                provider: provider,
                name: name(provider),
                tries: segments.count,
                targets: tasks.count,
                content: Self.content(segments, axis: axis, mayShowEach: total <= Self.maximumSegments)
            )
        }
        self.axis = axis
        hidden = order.count - shown.count
    }

    private static func tries(of tasks: [TaskView]) -> Int {
        tasks.reduce(0) { $0 + ($1.attempts?.count ?? 0) }
    }

    /// Every try of the tasks, those of one task on one line, as few lines as fit.
    private static func segments(
        of tasks: [TaskView],
        now: Timestamp,
        offset: (Timestamp) -> Int,
        label: (TaskView, AttemptView) -> String
    ) -> [Segment] {
        var ends: [Int] = []
        var segments: [Segment] = []
        let begun = tasks.compactMap { task in task.attempts?.first.map { (task, $0.startedAt) } }
            .sorted { ($0.1, $0.0.id) < ($1.1, $1.0.id) }
        for (task, first) in begun {
            let start = offset(first)
            let line = ends.firstIndex { $0 <= start } ?? ends.count
            if line == ends.count { ends.append(0) }
            var before: Int?
            for attempt in task.attempts ?? [] {
                let segment = Segment(
                    start: offset(attempt.startedAt),
                    end: offset(attempt.finishedAt ?? now),
                    outcome: TryOutcome(attempt, of: task),
                    label: label(task, attempt),
                    waitedSince: before,
                    line: line
                )
                before = segment.end
                segments.append(segment)
                ends[line] = max(ends[line], segment.end)
            }
        }
        return segments
    }

    private static func content(_ segments: [Segment], axis: TimeAxis, mayShowEach: Bool) -> Content {
        let lines = (segments.map(\.line).max() ?? 0) + 1
        if mayShowEach, lines <= maximumLines { return .segments(segments, lines: lines) }
        var counts = [Bucket](repeating: Bucket(), count: buckets)
        for segment in segments {
            let index = min(buckets - 1, Int(axis.share(of: segment.end) * Double(buckets)))
            counts[index].counts[segment.outcome.tone, default: 0] += 1
        }
        return .density(counts)
    }
}
