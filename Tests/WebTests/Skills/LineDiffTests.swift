import Testing

@testable import Web

@Suite struct LineDiffTests {
    @Test func aChangedLineStandsBetweenThoseAroundIt() throws {
        let old = (1...20).map { "line \($0)" }
        var new = old
        new[9] = "another"
        let diff = LineDiff(old: old, new: new)
        let hunk = try #require(diff.hunks.first)
        #expect(diff.hunks.count == 1)
        #expect(hunk.title == "@@ -7,7 +7,7 @@")
        #expect(hunk.lines.map(\.kind) == [.same, .same, .same, .removed, .added, .same, .same, .same])
        #expect(hunk.lines[3] == LineDiff.Line(kind: .removed, old: 10, new: nil, text: "line 10"))
        #expect(hunk.lines[4] == LineDiff.Line(kind: .added, old: nil, new: 10, text: "another"))
        #expect((diff.added, diff.removed) == (1, 1))
    }

    @Test func changesFarApartAreHunksOfTheirOwn() {
        let old = (1...40).map(String.init)
        let new = old.map { $0 == "5" || $0 == "30" ? $0 + "!" : $0 }
        #expect(LineDiff(old: old, new: new).hunks.map(\.title) == ["@@ -2,7 +2,7 @@", "@@ -27,7 +27,7 @@"])
    }

    @Test func aNewFileIsAllAdded() {
        let diff = LineDiff(old: [], new: ["a", "b"])
        #expect(diff.hunks.map(\.title) == ["@@ -0,0 +1,2 @@"])
        #expect((diff.added, diff.removed) == (2, 0))
    }

    @Test func theSameIsNothing() {
        #expect(LineDiff(old: ["a", "b"], new: ["a", "b"]).hunks.isEmpty)
        #expect(LineDiff(old: [], new: []).hunks.isEmpty)
    }

    /// Unicode calls them equal; an agent's files they are not.
    @Test func twoSpellingsOfOneLetterDiffer() {
        let diff = LineDiff(old: ["caf\u{E9}"], new: ["cafe\u{301}"])
        #expect((diff.added, diff.removed) == (1, 1))
    }

    /// Reading the hunks as a patch gives the new text, whatever the two are.
    @Test(arguments: 0..<60) func theHunksArePatches(_ seed: Int) {
        var dice = SplitMix(state: UInt64(seed))
        let old = (0..<Int.random(in: 0...60, using: &dice)).map { _ in
            "\(Int.random(in: 0...9, using: &dice))"
        }
        var new = old
        for _ in 0..<Int.random(in: 0...12, using: &dice) {
            let place = Int.random(in: 0...new.count, using: &dice)
            if Bool.random(using: &dice) || place == new.count {
                new.insert("\(Int.random(in: 0...9, using: &dice))", at: place)
            } else {
                new.remove(at: place)
            }
        }
        let diff = LineDiff(old: old, new: new)
        #expect(patched(old, diff) == new)
        #expect(new.count - old.count == diff.added - diff.removed)
    }

    /// Much that differs is replaced as a whole instead of being compared for ever.
    @Test func longTextsAreStillRight() {
        let old = (0..<4000).map { "old \($0)" }
        let new = ["first"] + (0..<4000).map { "new \($0)" } + ["last"]
        let diff = LineDiff(old: ["first"] + old + ["last"], new: new)
        #expect((diff.added, diff.removed) == (4000, 4000))
        #expect(patched(["first"] + old + ["last"], diff) == new)
    }

    private func patched(_ old: [String], _ diff: LineDiff) -> [String] {
        var result: [String] = []
        var next = 0
        for line in diff.hunks.flatMap(\.lines) {
            if let number = line.old {
                result += old[next..<(number - 1)]
                next = number
            }
            if line.kind != .removed { result.append(line.text) }
        }
        return result + old[next...]
    }
}

/// Random numbers that are the same at each run (Steele, Lea and Flood, 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
