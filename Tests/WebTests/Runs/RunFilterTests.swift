import Contract
import Fixtures
import Testing

@testable import Web

@Suite("Filter of the runs")
struct RunFilterTests {
    @Test("what stands in the address is what is asked for, and comes back as the same address (UI-01)")
    func roundTrip() throws {
        let text =
            "from=2026-11-22T10%3A00&kind=install&provider=openai&skill=pdf-report&source=web&status=failed"
        let filter = RunFilter(FormFields(text))
        #expect(filter.faults.isEmpty)
        #expect(filter.query.status == .failed)
        #expect(filter.query.kind == .install)
        #expect(filter.query.provider?.rawValue == "openai")
        #expect(filter.query.skill == "pdf-report")
        #expect(filter.query.createdAfter == Timestamp("2026-11-22T10:00:00Z"))
        #expect(filter.address.text == "/runs?" + text)
        #expect(RunFilter(FormFields(text + "&cursor=x")).address == filter.address)
    }

    @Test(
        "what cannot be read is a fault at its field, not a filter left out",
        arguments: [
            "status=done", "kind=x", "source=mail", "from=yesterday", "to=2026-13-01T00%3A00",
            "provider=Open%20AI",
            "skill=Not%20a%20name", "who=%07", "parent=latest",
        ]
    )
    func faults(_ text: String) {
        let filter = RunFilter(FormFields(text))
        #expect(filter.faults.count == 1)
        #expect(filter.address == Address("/runs"))
    }

    @Test func aLinkMayLeadToWhatBeganFromARun() throws {
        let id = RunID(rawValue: "019abcde-f012-7a3b-8c4d-5e6f708192a3")
        let filter = RunFilter(FormFields("parent=\(id)"))
        #expect(filter.query.parent == id)
        #expect(filter.address.text == "/runs?parent=\(id)")
        let words = try Languages()[.english]
        let names = ProviderNames([])
        #expect(RunFilterFields(words, filter, names).texts.contains { $0.name == "parent" })
        let plain = RunFilterFields(words, RunFilter(FormFields("")), names)
        #expect(!plain.texts.contains { $0.name == "parent" }, "nobody types one")
    }

    @Test func nothingIsNoFilter() {
        let filter = RunFilter(FormFields("status=&from=&who="))
        #expect(filter.faults.isEmpty && !filter.isNarrowed)
    }
}

@Suite("Several runs at once")
struct BulkChoiceTests {
    private static let now = Timestamp("2026-11-22T10:05:00Z") ?? Timestamp(microseconds: 0)

    private static func plane() -> FixtureControlPlane { FixtureControlPlane(runs: SampleRuns(more: 120)) }

    private static func choice(_ text: String) throws -> BulkChoice {
        try #require(BulkChoice(FormFields(text), now: now))
    }

    @Test("the filter is frozen in the address, and a run that begins later is not among them (RB-04)")
    func frozen() async throws {
        let choice = try Self.choice("action=retry&scope=all&who=mina&before=2026-11-22T09%3A00%3A00Z")
        let again = try #require(
            BulkChoice(FormFields(String(choice.address.text.dropFirst(11))), now: Self.now)
        )
        #expect(again.address == choice.address)
        let runs = try await BulkRuns(choice, Self.plane())
        #expect(!runs.eligible.isEmpty)
        #expect(runs.eligible.allSatisfy { $0.createdAt < Timestamp("2026-11-22T09:00:00Z") ?? Self.now })
    }

    @Test("only runs with something to do are counted, each once, with their targets (RB-04)")
    func counted() async throws {
        let runs = try await BulkRuns(try Self.choice("action=retry&scope=all"), Self.plane())
        #expect(Set(runs.eligible.map(\.id)).count == runs.eligible.count)
        #expect(runs.eligible.allSatisfy { $0.counts.failed > 0 })
        #expect(runs.targets == runs.eligible.reduce(0) { $0 + $1.counts.failed })
        #expect(!runs.isTooMany)
    }

    @Test("marked runs with nothing to do, and ones that are gone, are left and told of")
    func marked() async throws {
        let ids = [SampleRuns.Known.failed, .rollback].map { "run=\(SampleRuns.id($0))" }.joined(
            separator: "&"
        )
        let gone = "run=019abcde-f012-7a3b-8c4d-ffffffffffff"
        let runs = try await BulkRuns(
            try Self.choice("action=retry&\(ids)&\(gone)&run=nonsense"),
            Self.plane()
        )
        #expect(runs.eligible.map(\.id) == [SampleRuns.id(.failed)])
        #expect(runs.left == 2)
    }

    @Test func withoutACommandThereIsNoChoice() {
        #expect(BulkChoice(FormFields("scope=all"), now: Self.now) == nil)
        #expect(BulkChoice(FormFields("action=delete&scope=all"), now: Self.now) == nil)
    }
}
