import Contract
import Testing

@testable import Web

@Suite struct FigureTests {
    @Test func aChangeHasASignAndAVerdict() {
        let more = FigureChange(12, 9, better: .more) { "\($0)" }
        #expect(more?.amount == "+3")
        #expect(more?.verdict == .better)
        let less = FigureChange(5, 9, better: .less) { "\($0)" }
        #expect(less?.amount == "−4")
        #expect(less?.verdict == .better)
        #expect(FigureChange(5, 9, better: .more) { "\($0)" }?.verdict == .worse)
        #expect(FigureChange(10, 9, better: .less) { "\($0)" }?.verdict == .worse)
        let neither = FigureChange(12, 9, better: .neither) { "\($0)" }
        #expect(neither?.verdict == .more)
        #expect(FigureChange(8, 9, better: .neither) { "\($0)" }?.verdict == .fewer)
        let same = FigureChange(4, 4, better: .less) { "\($0)" }
        #expect(same?.amount == "±0")
        #expect(same?.verdict == .same)
    }

    @Test func nothingIsComparedWithNothing() {
        #expect(FigureChange(nil, 4, better: .more) { "\($0)" } == nil)
        #expect(FigureChange(4, nil, better: .more) { "\($0)" } == nil)
        #expect(FigureChange(.min, .max, better: .more) { "\($0)" } == nil)
    }

    @Test(arguments: [
        (157, 5, 6, 935), (0, 0, 1, 0), (1, 0, 0, 1000), (9_999, 1, 0, 999), (1, 9_999, 0, 1), (2, 1, 0, 667),
    ])
    func theRateIsNeverAllWhileSomethingFailed(success: Int, failed: Int, partly: Int, perMille: Int) {
        let totals = RunTotals(success: success, failed: failed, partialFailed: partly, p95Milliseconds: nil)
        #expect(totals.successPerMille == perMille)
    }

    @Test func withoutRunsThereIsNoRate() {
        let none = RunTotals(success: 0, failed: 0, partialFailed: 0, p95Milliseconds: nil)
        #expect(none.successPerMille == nil)
    }

    @Test func whatWasCanceledSaysNothingAboutAProvider() {
        let provider = ProviderID(rawValue: "a")
        #expect(ProviderTotals(provider: provider, success: 3, failed: 1, canceled: 96).failedPerMille == 250)
        #expect(ProviderTotals(provider: provider, success: 0, failed: 0, canceled: 4).failedPerMille == nil)
        #expect(
            ProviderTotals(provider: provider, success: 99_999, failed: 1, canceled: 0).failedPerMille == 1
        )
    }

    @Test func tenthsAreWrittenShort() throws {
        let words = try Languages()[.english]
        #expect(words.percent(perMille: 935) == "93.5%")
        #expect(words.percent(perMille: 1000) == "100%")
        #expect(words.tenths(-18) == "−1.8")
    }

    @Test func theWorstStateIsTheOneToLookAtFirst() {
        let worst: [MatrixCell.State] = [.failed, .outdated, .waiting, .running, .current, .absent]
        #expect(MatrixCell.State.allCases.sorted { $0.badness > $1.badness } == worst)
    }

    @Test func aPlaceInTheMatrixIsReadBack() {
        let place = MatrixPlace(skill: "release-notes", provider: ProviderID(rawValue: "openai"))
        #expect(MatrixPlace(place.text) == place)
        for text in ["", "a", "/a", "a/", "a/b/c"] { #expect(MatrixPlace(text) == nil, "\(text)") }
    }
}
