import Contract
import Domain
import Store
import Testing

/// The same numbers of some runs only, and of moments of the past, against a count by hand.
@Suite struct OverviewNarrowingTests {
    private static let span = OverviewSpan(from: start, until: start + .seconds(2400), partCount: 24)

    private static let narrowings = [
        RunTraits(), RunTraits(status: .failed), RunTraits(status: .running), RunTraits(provider: .alpha),
        RunTraits(skill: "b"), RunTraits(kind: .rollback), RunTraits(requestedBy: "bob"),
        RunTraits(source: .cli), RunTraits(provider: .beta, skill: "a"),
        RunTraits(provider: .alpha, requestedBy: "ann"),
        RunTraits(status: .success, skill: "c", kind: .install, requestedBy: "ann", source: .api),
        RunTraits(skill: "unheard-of"), RunTraits(requestedBy: "nobody"),
    ]

    @Test(arguments: Backend.available)
    func everyNumberIsThatOfTheRunsThatMatch(on backend: Backend) async throws {
        let history = HandCount(span: Self.span, runs: 600)
        try await backend.withDatabase { database in
            try await history.fill(database)
            for traits in Self.narrowings {
                let found = try await database.read { connection in
                    let table = try OverviewTable(connection, of: traits)
                    return Numbers(
                        ended: try table.ended(in: Self.span),
                        moments: try table.moments(of: Self.span),
                        providers: try table.providers(in: Self.span),
                        open: try table.open(at: Self.span.until)
                    )
                }
                #expect(found.whole == history.totals(traits, in: Self.span), "\(traits)")
                for (part, span) in zip(found.parts, history.parts) {
                    #expect(part == history.totals(traits, in: span), "\(traits) \(span.from)")
                }
                #expect(found.moments == history.moments(traits), "\(traits)")
                #expect(found.providers == history.providers(traits), "\(traits)")
                #expect(found.open == history.open(traits), "\(traits)")
            }
            // Otherwise this would compare nothing with nothing.
            #expect(history.moments(.init()).contains { $0.running > 1 && $0.queuedSince != nil })
            #expect(history.providers(RunTraits(provider: .alpha, requestedBy: "ann")).count == 1)
            #expect(history.open(RunTraits(skill: "b")).waitingTargets > 0)
            #expect(history.totals(RunTraits(provider: .beta, skill: "a"), in: Self.span).total > 20)
        }
    }
}

private struct Numbers: Sendable {
    let whole: RunTotals
    let parts: [RunTotals]
    let moments: [OpenRuns]
    let providers: [ProviderID: [TargetTotals]]
    let open: OpenWork

    init(
        ended: (whole: RunTotals, parts: [RunTotals]),
        moments: [OpenRuns],
        providers: [ProviderID: [TargetTotals]],
        open: OpenWork
    ) {
        (whole, parts) = ended
        self.moments = moments
        self.providers = providers
        self.open = open
    }
}
