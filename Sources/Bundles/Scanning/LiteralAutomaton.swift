/// Finds many short texts in one pass over the bytes (Aho and Corasick 1975), without regard to the case of ASCII.
///
/// A state tells which sets have a text that ends here; time is linear in the bytes, whatever they are.
struct LiteralAutomaton: Sendable {
    /// One bit for each set of texts.
    typealias Sets = UInt64

    /// The class of a byte; bytes that no text has share class 0.
    let classes: [UInt8]
    let classCount: Int
    /// The next state, multiplied by ``classCount``, for each state and class.
    let steps: [UInt32]
    /// By state.
    let sets: [Sets]
    /// Whether a text ends in a state; by the state multiplied by ``classCount``.
    let ends: [Bool]

    /// - Parameter literals: For each set, what it looks for; not empty, upper-case ASCII counts as lower case.
    init(_ literals: [[[UInt8]]]) {
        let folded = literals.map { $0.map { $0.map(Self.folded) } }
        var classes = [UInt8](repeating: 0, count: 256)
        var count = 1
        for byte in folded.joined().joined() where classes[Int(byte)] == 0 {
            classes[Int(byte)] = UInt8(count)
            count += 1
        }
        for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") {
            classes[Int(byte)] = classes[Int(Self.folded(byte))]
        }
        var trie = Trie(classCount: count)
        for (set, texts) in folded.enumerated() {
            for text in texts { trie.insert(text.map { Int(classes[Int($0)]) }, set: 1 << Sets(set)) }
        }
        trie.link()
        self.classes = classes
        classCount = count
        steps = trie.next.map { UInt32($0 * count) }
        sets = trie.sets
        var ends = [Bool](repeating: false, count: trie.next.count)
        for (state, sets) in trie.sets.enumerated() where sets != 0 { ends[state * count] = true }
        self.ends = ends
    }

    static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

/// The tree of texts on its way to an automaton.
private struct Trie {
    let classCount: Int
    /// By state and class; -1 for none.
    private(set) var next: [Int]
    private(set) var sets: [LiteralAutomaton.Sets] = [0]

    init(classCount: Int) {
        self.classCount = classCount
        next = Array(repeating: -1, count: classCount)
    }

    mutating func insert(_ text: [Int], set: LiteralAutomaton.Sets) {
        var state = 0
        for step in text {
            if next[state * classCount + step] < 0 {
                next[state * classCount + step] = sets.count
                next.append(contentsOf: repeatElement(-1, count: classCount))
                sets.append(0)
            }
            state = next[state * classCount + step]
        }
        sets[state] |= set
    }

    /// Fills every missing step with that of the longest suffix, breadth first.
    mutating func link() {
        var suffixes = Array(repeating: 0, count: sets.count)
        var queue: [Int] = []
        for step in 0..<classCount {
            if next[step] < 0 { next[step] = 0 } else { queue.append(next[step]) }
        }
        var position = 0
        while position < queue.count {
            let state = queue[position]
            position += 1
            sets[state] |= sets[suffixes[state]]
            for step in 0..<classCount {
                let there = next[state * classCount + step]
                let bySuffix = next[suffixes[state] * classCount + step]
                if there < 0 {
                    next[state * classCount + step] = bySuffix
                } else {
                    suffixes[there] = bySuffix
                    queue.append(there)
                }
            }
        }
    }
}
