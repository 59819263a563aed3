/// Goes once over a file and picks out the passages that hold something a rule looks for.
///
/// Time is linear in the bytes: each is looked at once, and those of a passage once more by each rule it is shown to.
struct PassageReader {
    /// Sets of the reader's own, beside those of the rules.
    static let lineFeed = 63
    static let marks = 62
    static let maximumRules = 62

    private let file: ScannedFile
    private let automaton: LiteralAutomaton
    private var place: PlaceTracker
    /// Of the passage under way.
    private var line = 1
    private var start = 0
    private var sets: LiteralAutomaton.Sets = 0
    private var lastHit = 0

    init(_ file: ScannedFile, _ automaton: LiteralAutomaton) {
        self.file = file
        self.automaton = automaton
        place = PlaceTracker(file)
    }

    /// Calls `body` with each passage and the rules that have a text in it; stops when it answers false.
    mutating func read(_ body: (Passage, LiteralAutomaton.Sets) -> Bool) {
        let content = file.content
        var (state, index) = (0, 0)
        while index < content.count {
            (state, index) = advance(content, from: state, at: index)
            let found = automaton.sets[state / automaton.classCount]
            let isLineEnd = found >> LiteralAutomaton.Sets(Self.lineFeed) != 0
            if found != 0, !isLineEnd {
                sets |= found
                lastHit = index
            }
            if isLineEnd, !joins(content, at: index) || index - start >= Passage.longest {
                guard finish(content, at: index, body) else { return }
                start = index
                sets = 0
            } else if index - start >= Passage.longest {
                guard finish(content, at: index, body) else { return }
                start = index - Passage.overlap
                if lastHit <= start { sets = 0 }
            }
        }
        if start < content.count { _ = finish(content, at: content.count, body) }
    }

    private func joins(_ content: [UInt8], at index: Int) -> Bool {
        let next = content[index..<min(content.count, index + Passage.overlap)]
        return place.joins(content[start..<index], next: next)
    }

    /// - Returns: The state behind the next byte where a text ends or the passage is full, and the index behind it.
    private func advance(_ content: [UInt8], from state: Int, at index: Int) -> (Int, Int) {
        let limit = min(content.count, max(index + 1, start + Passage.longest))
        return unsafe content.withUnsafeBufferPointer { content in
            unsafe automaton.steps.withUnsafeBufferPointer { steps in
                unsafe automaton.classes.withUnsafeBufferPointer { classes in
                    unsafe automaton.ends.withUnsafeBufferPointer { ends in
                        var state = state
                        var index = index
                        while index < limit {
                            state = unsafe Int(steps[state &+ Int(classes[Int(content[index])])])
                            index &+= 1
                            if unsafe ends[state] { break }
                        }
                        return (state, index)
                    }
                }
            }
        }
    }

    /// Hands on what lies between the start and `end`, if anything was noticed in it.
    private mutating func finish(
        _ content: [UInt8],
        at end: Int,
        _ body: (Passage, LiteralAutomaton.Sets) -> Bool
    ) -> Bool {
        let text = content[start..<end]
        let hasMarks = sets >> LiteralAutomaton.Sets(Self.marks) & 1 != 0
        var wanted = sets & (1 << LiteralAutomaton.Sets(Self.marks) - 1)
        let isLineStart = start == 0 || content[start - 1] == UInt8(ascii: "\n")
        let here = place.place(of: text, isLineStart: isLineStart, hasMarks: hasMarks)
        let first = line
        let isLineEnd = text.last == UInt8(ascii: "\n")
        // The part that overlaps with the next piece is counted with that.
        let counted = isLineEnd || end == content.count ? text : text.dropLast(Passage.overlap)
        let lines = counted.count { $0 == UInt8(ascii: "\n") }
        line += lines
        // A word that goes on in the next line is none of those that were looked for.
        if lines > 1, here == .script || here == .block { wanted |= PassageRules.commands }
        guard wanted != 0 else { return true }
        let ahead = content[end..<min(content.count, end + Passage.overlap)]
        let behind = content[max(0, start - Passage.context)..<start]
        let passage = Passage(file: file, line: first, place: here, text: text, behind: behind, ahead: ahead)
        return body(passage, wanted)
    }
}
