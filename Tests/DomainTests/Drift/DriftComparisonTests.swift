import Contract
import Domain
import Testing

@Suite struct DriftComparisonTests {
    private let ledger = [entry("a", version: "1"), entry("b", version: "1")]
        .reduce(into: [SkillID: LedgerEntry]()) { $0[$1.skillID] = $1 }

    private static func entry(_ name: String, version: String) -> LedgerEntry {
        LedgerEntry(
            skillID: SkillID(rawValue: name),
            skill: name,
            installed: .init(
                version: 1,
                digest: "digest-\(name)",
                remote: RemoteReference(id: "r-\(name)", version: version)
            )
        )
    }

    private func held(_ name: String, _ version: String? = "1") -> RemoteSkill {
        RemoteSkill(RemoteReference(id: "r-\(name)", version: version), name: name)
    }

    private func compare(
        _ held: [RemoteSkill],
        _ contents: [String: ContentReading] = [:],
        known: [String: String] = [:],
        unsettled: Set<String> = []
    ) -> DriftComparison {
        let readings = contents.map { (SkillID(rawValue: $0), $1) }
        return DriftComparison(
            ledger,
            leavingOut: Set(unsettled.map { SkillID(rawValue: $0) }),
            .init(
                held: held,
                contents: Dictionary(uniqueKeysWithValues: readings),
                known: known.mapValues { (id: SkillID(rawValue: $0), name: $0) }
            )
        )
    }

    @Test func whatIsAsItShouldBeIsNoFinding() {
        let found = compare([held("a"), held("b")], ["a": .same])
        #expect(found.drifts == [])
        #expect(found.sound.count == 2)
        #expect(found.verified == [SkillID(rawValue: "a")])
    }

    @Test func whatIsGoneIsMissingOnlyOnceItWasAskedForByItself() {
        #expect(compare([held("b")]).drifts == [])
        #expect(compare([held("b")]).sound == [SkillID(rawValue: "b")])
        #expect(compare([held("b")], ["a": .gone]).drifts.map(\.kind) == [.missing])
        // The list moved while it was read.
        #expect(compare([held("b")], ["a": .same]).drifts == [])
    }

    @Test func anotherVersionAndOtherContentAreToldApart() {
        let found = compare(
            [held("a", "2"), held("b")],
            ["a": .same, "b": .other(digest: "x", version: 7)]
        )
        #expect(found.drifts.map(\.kind) == [.versionChanged, .contentChanged])
        #expect(found.drifts.map(\.found?.version) == [1, 7])
        #expect(compare([held("a", "2"), held("b")]).drifts.map(\.found?.digest) == [nil])
        // A list that says nothing of versions proves nothing.
        #expect(compare([held("a", nil), held("b")]).drifts == [])
    }

    @Test func nothingIsSaidOfSkillsThatSomebodyIsAt() {
        let found = compare(
            [],
            ["a": .gone, "b": .gone],
            known: ["r-x": "x"],
            unsettled: ["a", "b", "x"]
        )
        #expect(found.drifts == [])
        #expect(found.sound == [])
    }

    @Test func whatWePutThereIsUnexpectedAndWhatIsForeignIsCounted() {
        let foreign = RemoteSkill(RemoteReference(id: "f", version: nil), name: "their own")
        let found = compare([held("a"), held("b"), held("x"), foreign], known: ["r-x": "x"])
        #expect(found.drifts.map(\.kind) == [.unexpected])
        #expect(found.drifts.map(\.skill) == ["x"])
        #expect(found.others == 1)
        // A second copy of what the ledger has: where one is right, the other is nobody's alarm.
        #expect(compare([held("a"), held("b"), held("y")], known: ["r-y": "a"]).others == 1)
    }

    @Test func aMarkThatMovedUnsettlesWhatMoved() {
        let before = LedgerMark(entries: ledger, busy: [])
        var entries = ledger
        entries[SkillID(rawValue: "a")] = Self.entry("a", version: "9")
        entries[SkillID(rawValue: "c")] = Self.entry("c", version: "1")
        let after = LedgerMark(entries: entries, busy: [SkillID(rawValue: "z")])
        #expect(before.unsettled(by: after).map(\.rawValue).sorted() == ["a", "c", "z"])
        #expect(before.unsettled(by: before) == [])
    }

    @Test func whatDiffersIsReadFirstAndTheOthersInTurn() {
        let first = DriftComparison.toRead(ledger, [held("a"), held("b")], earlier: [], after: "a")
        #expect(first.urgent == [])
        #expect(first.others.map(\.skill) == ["b", "a"])
        let second = DriftComparison.toRead(
            ledger,
            [held("b", "2")],
            earlier: [],
            after: nil
        )
        #expect(second.urgent.map(\.skill) == ["a", "b"])
        let earlier = DriftComparison.toRead(
            ledger,
            [held("a"), held("b")],
            earlier: [SkillID(rawValue: "b")],
            after: nil
        )
        #expect(earlier.urgent.map(\.skill) == ["b"])
    }

    @Test func whatIsSeenLessCloselyIsNoOtherFinding() throws {
        let read = try #require(
            compare([held("a", "2"), held("b")], ["a": .other(digest: "x", version: nil)]).drifts.first
        )
        let unread = try #require(compare([held("a", "2"), held("b")]).drifts.first)
        let moved = try #require(compare([held("a", "3"), held("b")]).drifts.first)
        #expect(unread.continues(read))
        #expect(!read.continues(unread))
        #expect(!moved.continues(read))
    }

    @Test func onlyWhatIsKnownCanBeAccepted() throws {
        let found = compare(
            [held("a", "5")],
            ["a": .other(digest: "x", version: 3), "b": .gone]
        )
        let first = try #require(found.drifts.first?.accepted)
        #expect(
            first == .init(version: 3, digest: "x", remote: RemoteReference(id: "r-a", version: "5"))
        )
        let gone = try #require(found.drifts.last?.accepted)
        #expect(gone == nil)
        let strange = compare([held("a"), held("b")], ["a": .other(digest: "x", version: nil)])
        #expect(strange.drifts.first?.accepted == nil)
    }
}
