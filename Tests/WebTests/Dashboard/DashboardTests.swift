import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// What an operator sees first, with everything well, with nothing there, and with parts that cannot be had.
@Suite struct DashboardTests {
    private let unavailable = Problem(.unavailable, "The database cannot be reached.")

    @Test func everyPanelShowsWhatItIsFor() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/dashboard").text
            for id in ["dash-glance", "dash-recent", "dash-depth", "dash-matrix", "dash-providers"] {
                #expect(page.contains("id=\"\(id)\""), "\(id)")
            }
            #expect(page.contains("<span class=\"kpi-v\">93.5%</span>"))
            #expect(page.contains("+2.7 points <span class=\"verdict\">better</span>"))
            #expect(page.contains("−4 <span class=\"verdict\">better</span>"))
            #expect(page.contains("id=\"run-019abcde-f012-7a3b-8c4d-5e6f708192a3\""))
            #expect(page.contains("id=\"cell-release-notes-openai\""))
        }
    }

    @Test func theTableSaysWhatTheBarsDraw() async throws {
        let overview: Overview = try Fixtures.value("getOverview")
        let words = try Languages()[.english]
        let filter = DashboardFilter(FormFields("table=outcomes&table=providers"))
        let charts = RunCharts(overview, names: [:], filter, words)
        let chart = try #require(charts.outcomes)
        #expect(chart.table.rows.count == overview.parts.count)
        for (row, part) in zip(chart.table.rows, overview.parts) {
            let totals = part.totals
            #expect(
                row.values.prefix(3) == [
                    "\(totals.success)", "\(totals.partialFailed)", "\(totals.failed)",
                ]
            )
            let said =
                "\(row.label) · Succeeded \(totals.success) · Partly failed \(totals.partialFailed)"
                + " · Failed \(totals.failed)"
            #expect(chart.svg.contains("<title>\(said)</title>"))
        }
        let providers = try #require(charts.providers).table
        #expect(providers.rows.count == overview.parts.count + 1)
        for (column, series) in overview.providerSeries.enumerated() {
            for (row, part) in zip(providers.rows, series.parts) {
                let failed = part.failed == 0 ? "" : " (\(part.failed) failed)"
                #expect(row.values[column] == "\(part.total)\(failed)")
            }
        }
        let sums = overview.providerSeries.map { series in series.parts.reduce(0) { $0 + $1.total } }
        #expect(providers.rows.last?.values.map { Int($0.prefix { $0 != " " }) } == sums)
    }

    @Test func aTableComesWhenItIsAskedForAndStaysWhileThePageComesAnew() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/dashboard").text
            #expect(!page.contains("id=\"scroll-outcomes\""))
            #expect(page.contains("href=\"/dashboard?table=outcomes#h-outcomes\" aria-expanded=\"false\""))
            let open = try await client.browse(.get, "/dashboard?range=7d&table=outcomes&table=none").text
            #expect(open.contains("id=\"scroll-outcomes\"") && !open.contains("id=\"scroll-providers\""))
            #expect(open.contains("href=\"/dashboard?range=7d#h-outcomes\" aria-expanded=\"true\""))
            #expect(
                open.contains(
                    "href=\"/dashboard?range=7d&amp;table=outcomes&amp;table=providers#h-providers\""
                )
            )
            #expect(
                open.contains(
                    "data-hx-get=\"/dashboard?range=7d&amp;table=outcomes\" data-hx-trigger=\"live:overview"
                )
            )
            // With the next filter it stays open.
            #expect(
                open.contains(
                    "<input type=\"hidden\" form=\"dash-filter\" name=\"table\" value=\"outcomes\">"
                )
            )
        }
    }

    // MARK: What needs attention

    @Test func whatFailedStandsThereWithItsRemedy() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/dashboard").text
            #expect(page.contains("<title>(6+) Dashboard · Skillyard</title>"))
            #expect(page.contains("id=\"attend-alerts\" href=\"/alerts\">1 alert is open"))
            #expect(
                page.contains("id=\"attend-failures\" href=\"/failures\">4 failed targets that nobody has")
            )
            #expect(page.contains("action=\"/runs/019abcde-f012-7a3b-8c4d-5e6f708192a3/retry\""))
            #expect(page.contains("Retry 1 failed target"))
            #expect(page.contains("action=\"/providers/openai/check\""))
            #expect(page.contains("OpenAI (sandbox): The provider did not accept the credential."))
            #expect(!page.contains("attend-provider-codex-home"), "it was never asked")
        }
    }

    @Test func whoMayOnlyLookIsToldWhy() async throws {
        var site = PageSite()
        site.role = .viewer
        try await site.test { client in
            let page = try await client.browse(.get, "/dashboard").text
            #expect(!page.contains("/retry\""))
            #expect(!page.contains("/check\""))
            #expect(page.contains("Retrying and checking take the role of an operator."))
        }
    }

    @Test func allIsClearOnlyWhenThatIsKnown() async throws {
        let site = PageSite()
        site.plane.empty(true)
        site.plane.refuse("providers", with: unavailable)
        try await site.test { client in
            let unknown = try await client.browse(.get, "/dashboard?provider=claude").text
            #expect(!unknown.contains("All clear"))
        }
    }

    // MARK: The beginning

    @Test func anEmptyYardExplainsItself() async throws {
        let site = PageSite()
        site.plane.empty(true)
        try await site.test { client in
            let page = try await client.browse(.get, "/dashboard").text
            #expect(page.contains("Three steps to the first installed skill"))
            #expect(page.contains("href=\"/skills/new\""))
            #expect(!page.contains("id=\"dash-recent\""), "nothing ran: nothing to list")
            #expect(page.contains("id=\"dash-providers\""))
        }
        #expect(site.plane.calls.contains { $0.hasPrefix("skills") })
    }

    @Test func whoHasBegunIsShownTheNextStep() throws {
        let words = try Languages()[.english]
        let skill = Beginnings(skill: "release-notes", latestRun: nil, hasSuccess: false)
        let run = Beginnings(skill: nil, latestRun: RunID(rawValue: "r"), hasSuccess: false)
        #expect(FirstSteps(Beginnings.past, words, mayBegin: true) == nil)
        let afterSkill = try #require(FirstSteps(skill, words, mayBegin: true)).steps
        #expect(afterSkill.map(\.isDone) == [true, false, false])
        #expect(afterSkill.map(\.isNext) == [false, true, false])
        #expect(afterSkill[1].href == "/install?skill=release-notes")
        let afterRun = try #require(FirstSteps(run, words, mayBegin: true)).steps
        #expect(afterRun.map(\.isDone) == [true, true, false])
        #expect(afterRun[2].href == "/runs/r")
    }

    // MARK: When a part cannot be had

    @Test(arguments: ["overview", "matrix", "providers", "runs", "alerts", "failures"])
    func onePanelThatFailsLeavesTheOthers(operation: String) async throws {
        let site = PageSite()
        site.plane.refuse(operation, with: unavailable)
        try await site.test { client in
            let answer = try await client.browse(.get, "/dashboard")
            #expect(answer.status == .ok)
            #expect(answer.text.contains("The service cannot do this right now"))
            let shown = [
                "overview": "kpi-v", "matrix": "cell-release-notes-openai", "providers": "health-claude",
                "runs": "id=\"run-019abcde", "alerts": "attend-alerts", "failures": "attend-failures",
            ]
            for (name, mark) in shown {
                #expect(answer.text.contains(mark) == (name != operation), "\(name) while \(operation) fails")
            }
        }
    }

    @Test func aRegionThatCannotComeAnewIsKept() async throws {
        let site = PageSite()
        site.plane.refuse("overview", with: unavailable)
        try await site.test { client in
            let kept = try await client.fragment("/dashboard", "dash-glance")
            #expect(kept.status == .serviceUnavailable)
            let fresh = try await client.fragment("/dashboard", "dash-matrix")
            #expect(fresh.status == .ok)
        }
    }

    @Test func whoIsSignedOutMeanwhileSeesNothing() async throws {
        let site = PageSite()
        site.plane.refuse("matrix", with: Problem(.authenticationRequired, "The token was revoked."))
        try await site.test { client in
            let answer = try await client.browse(.get, "/dashboard")
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/sign-in?next=%2Fdashboard&ended=yes")
        }
    }

    // MARK: Regions and filters

    @Test(arguments: [
        ("dash-glance", ["overview", "providers", "runs", "alerts", "failures"]), ("dash-recent", ["runs"]),
        ("dash-depth", ["overview", "providers"]), ("dash-matrix", ["matrix", "providers"]),
    ])
    func aRegionAsksForNoMoreThanItShows(region: String, operations: [String]) async throws {
        let site = PageSite()
        try await site.test { client in
            let part = try await client.fragment("/dashboard", region)
            #expect(part.text.contains("id=\"\(region)\""))
            #expect(!part.text.contains("<!doctype"))
        }
        let asked = Set(site.plane.calls.map { String($0.prefix { $0 != " " }) }).subtracting(["caller"])
        #expect(asked == Set(operations))
    }

    @Test func theFilterReachesEveryQuestion() async throws {
        let site = PageSite()
        try await site.test { client in
            let path =
                "/dashboard?range=7d&status=failed&provider=openai&skill=release-notes&who=mina&source=cli"
            let page = try await client.browse(.get, path).text
            #expect(page.contains("The filter narrows everything here"))
            #expect(!page.contains("id=\"cell-release-notes-claude\""), "the matrix has one column")
            #expect(page.contains("<option value=\"openai\" selected>"))
        }
        let calls = site.plane.calls
        let traits = RunTraits(
            status: .failed,
            provider: ProviderID(rawValue: "openai"),
            skill: "release-notes",
            requestedBy: "mina",
            source: .cli
        )
        #expect(calls.contains("overview \(OverviewQuery(.week, runs: traits))"))
        let runs = calls.filter { $0.hasPrefix("runs") && $0.contains("release-notes") }
        #expect(runs.count == 4, "the list, the failed, the partly failed and those that wait")
        #expect(runs.allSatisfy { $0.contains("openai") && $0.contains("mina") && $0.contains("cli") })
    }

    @Test func aNewFilterGetsAnAddressWithoutEmptyFields() async throws {
        try await PageSite().test { client in
            let part = try await client.fragment("/dashboard?range=24h&status=&who=mina", "dash")
            #expect(part.headers[.hxReplaceURL] == "/dashboard?who=mina")
        }
    }

    @Test func anOpenCellTellsWhereWhatAndWhen() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/dashboard?cell=release-notes/openai").text
            #expect(page.contains("release-notes on OpenAI (sandbox)"))
            #expect(page.contains("No; the newest version is 2"))
            #expect(page.contains("Renew the credential in the provider"))
            #expect(page.contains("href=\"/runs/019abcde-f012-7a3b-8c4d-5e6f708192a3\""))
            let closed = try await client.browse(.get, "/dashboard").text
            #expect(!closed.contains("class=\"cell-detail\""))
        }
    }
}

extension TestClientProtocol {
    fileprivate func fragment(_ uri: String, _ id: String) async throws -> TestResponse {
        try await browse(.get, uri, headers: [.hxRequest: "true", .hxTarget: id])
    }
}
