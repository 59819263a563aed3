/// What changed between two texts, line by line, as in a unified diff.
struct LineDiff: Equatable, Sendable {
    enum Kind: String, Sendable {
        case same
        case added
        case removed
    }

    struct Line: Equatable, Sendable {
        let kind: Kind
        /// Counted from 1; nil where the line is not in that text.
        let old: Int?
        let new: Int?
        let text: String
    }

    /// Changed lines with those around them.
    struct Hunk: Equatable, Sendable {
        let lines: [Line]

        /// As in unified diffs: `@@ -3,7 +3,8 @@`.
        var title: String {
            "@@ -\(Self.span(lines.compactMap(\.old))) +\(Self.span(lines.compactMap(\.new))) @@"
        }

        private static func span(_ numbers: [Int]) -> String { "\(numbers.first ?? 0),\(numbers.count)" }
    }

    /// Beyond this many lines everything between the first and the last difference counts as replaced.
    ///
    /// Finding the shortest change takes time and room with the square of what differs.
    static let maximumCompared = 2000
    static let context = 3

    let hunks: [Hunk]
    let added: Int
    let removed: Int

    init(old: [String], new: [String]) {
        let lines = Self.lines(old, new)
        added = lines.count { $0.kind == .added }
        removed = lines.count { $0.kind == .removed }
        hunks = Self.hunks(lines)
    }

    // MARK: Comparing

    /// Lines are the same when their bytes are: to Swift's `==` two spellings of one letter are equal, too.
    private static func lines(_ old: [String], _ new: [String]) -> [Line] {
        var ids: [[UInt8]: Int] = [:]
        let number = { (line: String) -> Int in
            let key = Array(line.utf8)
            if let id = ids[key] { return id }
            ids[key] = ids.count
            return ids.count - 1
        }
        let (left, right) = (old.map(number), new.map(number))
        let shared = min(left.count, right.count)
        let head = zip(left, right).prefix { $0 == $1 }.count
        let tail = min(shared - head, zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count)
        let (removals, insertions) = changes(
            left[head..<(left.count - tail)],
            right[head..<(right.count - tail)]
        )
        return merged(old, new, removals: removals, insertions: insertions)
    }

    /// The positions that only the one and only the other has.
    private static func changes(
        _ left: ArraySlice<Int>,
        _ right: ArraySlice<Int>
    ) -> (removals: Set<Int>, insertions: Set<Int>) {
        guard left.count + right.count <= maximumCompared else {
            return (Set(left.indices), Set(right.indices))
        }
        var (removals, insertions): (Set<Int>, Set<Int>) = ([], [])
        for change in right.difference(from: left) {
            switch change {
            case .remove(let offset, _, _): removals.insert(left.startIndex + offset)
            case .insert(let offset, _, _): insertions.insert(right.startIndex + offset)
            }
        }
        return (removals, insertions)
    }

    private static func merged(
        _ old: [String],
        _ new: [String],
        removals: Set<Int>,
        insertions: Set<Int>
    ) -> [Line] {
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removals.contains(left) {
                lines.append(Line(kind: .removed, old: left + 1, new: nil, text: old[left]))
                left += 1
            } else if right < new.count, insertions.contains(right) {
                lines.append(Line(kind: .added, old: nil, new: right + 1, text: new[right]))
                right += 1
            } else {
                lines.append(Line(kind: .same, old: left + 1, new: right + 1, text: new[right]))
                left += 1
                right += 1
            }
        }
        return lines
    }

    // MARK: Grouping

    private static func hunks(_ lines: [Line]) -> [Hunk] {
        var hunks: [Hunk] = []
        var start: Int?
        var end = 0
        for (index, line) in lines.enumerated() where line.kind != .same {
            if let begun = start, index - end > context {
                hunks.append(Hunk(lines: Array(lines[begun..<end])))
                start = nil
            }
            start = start ?? max(end, index - context)
            end = min(lines.count, index + context + 1)
        }
        if let start { hunks.append(Hunk(lines: Array(lines[start..<end]))) }
        return hunks
    }
}
