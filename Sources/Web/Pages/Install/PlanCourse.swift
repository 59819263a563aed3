import Contract

extension PlanView {
    /// When and in which waves it would begin, a sentence each.
    func course(_ visit: Visit) -> [String] {
        let words = visit.words
        var sentences: [String] = []
        if let startAt {
            let moment = visit.moment(startAt)
            sentences.append(
                words["install.course_start", ["time": moment.exact, "distance": moment.relative]]
            )
        }
        guard let waves else { return sentences }
        let sizes = Dictionary(grouping: targets.compactMap(\.wave)) { $0 }.mapValues(\.count)
            .sorted { $0.key < $1.key }
            .map { words.counted("install.targets", $0.value) }
        let minutes = words.duration(milliseconds: waves.soakSeconds * 1000)
        sentences.append(
            words["install.course_waves", ["waves": sizes.joined(separator: " → "), "soak": minutes]]
        )
        let verb = waves.onStop == .rollback ? "rollback" : "cancel"
        switch waves.stopAt {
        case .failures(let count): sentences.append(words.counted("install.course_stop_\(verb)", count))
        case .percent(let share):
            sentences.append(words["install.course_stop_share_\(verb)", ["n": String(share)]])
        }
        return sentences
    }
}
