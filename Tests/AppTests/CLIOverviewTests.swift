import App
import Contract
import Testing

@Suite struct CLIOverviewTests {
    private let overview = Overview(
        range: .week,
        from: Samples.now - .seconds(7 * 86_400),
        until: Samples.now,
        open: OpenWork(
            queuedRuns: 2,
            runningRuns: 1,
            waitingTargets: 12,
            waitingSince: Samples.now - .seconds(200)
        ),
        current: RunTotals(success: 1200, failed: 5, partialFailed: 7, p95Milliseconds: 4760),
        previous: RunTotals(success: 0, failed: 0, partialFailed: 0, p95Milliseconds: nil),
        parts: [],
        providers: [
            ProviderTotals(provider: ProviderID(rawValue: "claude"), success: 10, failed: 2, canceled: 0)
        ],
        providerSeries: []
    )

    @Test func theOverviewFitsOnOneScreen() async {
        let plane = FakePlane(.init(overview: overview))
        let run = await skillyard("overview", "--range", "7d", plane: plane)
        #expect(run.status == .ok)
        #expect(plane.asked.overviews == [OverviewQuery(.week)])
        #expect(
            run.outputLines == [
                "Open: 1 run running, 2 queued, 12 targets waiting, the oldest for 3 min",
                "ENDED      RUNS  SUCCESS  FAILED  PARTLY  95 % WITHIN",
                "last 7d    1212     1200       5       7        4.7 s",
                "7d before     0        0       0       0            -",
                "PROVIDER  SUCCESS  FAILED  CANCELED",
                "claude         10       2         0",
            ]
        )
    }

    @Test func withJSONItIsTheAnswerItself() async throws {
        let plane = FakePlane(.init(overview: overview))
        let run = await skillyard("overview", "--json", plane: plane)
        #expect(plane.asked.overviews == [OverviewQuery(.day)])
        #expect(try JSON.decode(Overview.self, from: run.output.utf8) == overview)
    }

    @Test func itIsNarrowedDownAsTheListOfRunsIs() async {
        let plane = FakePlane(.init(overview: overview))
        let options = [
            "--status", "failed", "--provider", "claude", "--skill", "notes", "--kind", "install",
            "--by", "mina", "--source", "cli",
        ]
        #expect(await skillyard(["overview"] + options, plane: plane).status == .ok)
        let traits = RunTraits(
            status: .failed,
            provider: ProviderID(rawValue: "claude"),
            skill: "notes",
            kind: .install,
            requestedBy: "mina",
            source: .cli
        )
        #expect(plane.asked.overviews == [OverviewQuery(.day, runs: traits)])
    }

    @Test func anotherRangeIsWrongUsage() async {
        #expect(await skillyard("overview", "--range", "1h").status == .usage)
    }

    @Test func whoamiSaysNameAndRole() async throws {
        #expect(await skillyard("whoami").output == "ana, operator\n")
        let run = await skillyard("whoami", "--json")
        let caller = CallerView(name: "ana", role: .operator)
        #expect(try JSON.decode(CallerView.self, from: run.output.utf8) == caller)
        let refused = FakePlane(.init(refusal: Problem(.authenticationRequired, "No.")))
        #expect(await skillyard("whoami", plane: refused).status == .denied)
    }
}
