import Contract

/// The newest events in order, none missing between them, in the pieces in which they were read.
///
/// Followers get these very pieces, so all of them share one copy of each, and whoever passes them on can tell that
/// they are the same.
struct RecentEvents {
    private static let kept = 2000

    /// None is empty.
    private var pieces: [[EventView]] = []
    private var count = 0

    mutating func append(_ events: [EventView]) {
        guard !events.isEmpty else { return }
        pieces.append(events)
        count += events.count
        var passed = 0
        while let first = pieces.dropFirst(passed).first, count - first.count >= Self.kept {
            count -= first.count
            passed += 1
        }
        if passed > 0 { pieces.removeFirst(passed) }
    }

    /// The next events after a position, but not all of them; nil when some that follow it are not at hand.
    func next(after position: Int64) -> [EventView]? {
        guard let oldest = pieces.first?.first?.position, position >= oldest - 1 else { return nil }
        // Most followers are close to the end.
        let passed = pieces.lastIndex { $0.last.map { $0.position <= position } ?? true } ?? -1
        guard passed + 1 < pieces.count else { return [] }
        let piece = pieces[passed + 1]
        guard let first = piece.first, first.position <= position else { return piece }
        return Array(piece.drop { $0.position <= position })
    }
}
