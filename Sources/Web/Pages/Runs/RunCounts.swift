import Contract

/// How many targets of a run are in which state, as a bar and in words: template `runs/counts`.
struct RunCounts: Sendable {
    struct Segment: Sendable {
        let tone: String
        /// In hundredths of the bar.
        let x: Int
        let width: Int
    }

    let segments: [Segment]
    let words: String
    let total: String

    init(_ counts: TaskCounts, of kind: RunKind, _ words: Words) {
        let present = Self.order.filter { counts[$0] > 0 }
        segments = Self.segments(present.map { (Chip.tone(of: $0).rawValue, counts[$0]) })
        self.words = present.map { status in
            "\(words.state(status, of: kind)) \(words.grouped(counts[status]))"
        }.joined(separator: " · ")
        total = words.counted("runs.targets", counts.total)
    }

    /// What needs eyes first.
    static let order: [TaskStatus] = [.failed, .running, .retryWait, .queued, .canceled, .success, .skipped]

    /// Each share is at least visible; the largest gives way.
    private static func segments(_ shares: [(tone: String, count: Int)]) -> [Segment] {
        let total = shares.reduce(0) { $0 + $1.count }
        guard total > 0 else { return [] }
        var widths = shares.map { max(4, $0.count * 100 / total) }
        if let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) {
            widths[widest] += 100 - widths.reduce(0, +)
        }
        var x = 0
        return zip(shares, widths).map { share, width in
            defer { x += width }
            return Segment(tone: share.tone, x: x, width: width)
        }
    }
}

extension Words {
    /// What a target's state is called; "skipped" says why nothing was to do.
    func state(_ status: TaskStatus, of kind: RunKind) -> String {
        status == .skipped && kind != .install
            ? self["runs.skipped_already"] : self["state.\(status.rawValue)"]
    }
}
