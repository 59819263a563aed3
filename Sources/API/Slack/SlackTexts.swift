/// Lines in as many texts as it takes: Slack shows so much of one and no more.
struct SlackTexts {
    /// In UTF-16 units.
    static let maximumLength = 3000

    private(set) var texts: [String] = []
    /// How many lines are left out, wholly or in part.
    private(set) var omitted = 0
    private let most: Int

    /// With no more texts than `most`.
    init(_ lines: [String], atMost most: Int) {
        self.most = most
        for text in lines {
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) { add(String(line)) }
        }
    }

    private mutating func add(_ line: String) {
        // Nothing follows a gap, as if there were none.
        guard omitted == 0 else {
            omitted += 1
            return
        }
        for piece in line.pieces(of: Self.maximumLength) {
            guard place(piece) else {
                omitted = 1
                return
            }
        }
    }

    /// Whether there was room for it.
    private mutating func place(_ piece: String) -> Bool {
        if let last = texts.last, last.utf16.count + 1 + piece.utf16.count <= Self.maximumLength {
            texts[texts.count - 1] = last + "\n" + piece
            return true
        }
        guard texts.count < most else { return false }
        texts.append(piece)
        return true
    }
}

extension String {
    /// One after the other, none longer than so many UTF-16 units.
    fileprivate func pieces(of most: Int) -> [String] {
        var pieces: [String] = []
        var piece = UnicodeScalarView()
        var room = most
        for scalar in unicodeScalars {
            let width = scalar.value > 0xFFFF ? 2 : 1
            if width > room {
                pieces.append(String(piece))
                piece = UnicodeScalarView()
                room = most
            }
            piece.append(scalar)
            room -= width
        }
        return pieces + [String(piece)]
    }
}
