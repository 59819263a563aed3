import Contract

/// The same numbers as in the lanes, as a table: every try of a small run, the sums per provider of a large one.
struct LanesTable: Sendable {
    struct Row: Sendable {
        let provider: String
        let cells: [String]
    }

    let columns: [String]
    let rows: [Row]

    static let maximumTries = 80

    init(_ lanes: Lanes, _ words: Words) {
        let tries = lanes.lanes.reduce(0) { $0 + $1.tries }
        let each = lanes.lanes.compactMap { lane -> (String, [Lanes.Segment])? in
            guard case .segments(let segments, _) = lane.content else { return nil }
            return (lane.name, segments)
        }
        if tries <= Self.maximumTries, each.count == lanes.lanes.count {
            columns = [
                words["runs.provider"], words["runs.try"], words["runs.from_start"], words["runs.took"],
                words["runs.outcome"],
            ]
            rows = each.flatMap { name, segments in
                segments.map { segment in
                    Row(
                        provider: name,
                        cells: [
                            segment.label, words.duration(milliseconds: segment.start),
                            words.duration(milliseconds: segment.end - segment.start),
                            segment.outcome.label(words),
                        ]
                    )
                }
            }
        } else {
            columns = [
                words["runs.provider"], words["runs.targets"], words["runs.tries"], words["runs.outcome"],
            ]
            rows = lanes.lanes.map { lane in
                Row(
                    provider: lane.name,
                    cells: [
                        words.grouped(lane.targets), words.grouped(lane.tries), Self.outcomes(lane, words),
                    ]
                )
            }
        }
    }

    private static func outcomes(_ lane: Lanes.Lane, _ words: Words) -> String {
        var counts: [Chip.Tone: Int] = [:]
        switch lane.content {
        case .segments(let segments, _):
            for segment in segments { counts[segment.outcome.tone, default: 0] += 1 }
        case .density(let buckets):
            for bucket in buckets { counts.merge(bucket.counts, uniquingKeysWith: +) }
        }
        return [Chip.Tone.fail, .warn, .run, .idle, .ok].compactMap { tone in
            counts[tone].map { "\(words["runs.tone_\(tone.rawValue)"]) \(words.grouped($0))" }
        }.joined(separator: " · ")
    }
}
