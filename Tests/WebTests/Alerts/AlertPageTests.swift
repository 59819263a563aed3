import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// The list of alerts, what is done about one, and what every page says of those that are open.
@Suite struct AlertPageTests {
    private static let open = "/alerts/019abce0-0001-7a3b-8c4d-5e6f70819a01"
    private static let recovered = "/alerts/019abcd0-0003-7a3b-8c4d-5e6f70819a03"

    @Test func anAlertSaysWhatWhyAndWhatToDo() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/alerts").text
            for part in [
                "Targets failed · Claude", "The provider asked us to slow down.", "rate_limit_error",
                "Seen 3 times", "Every try was used up.", "href=\"/skills/pdf-tools\"",
                "href=\"/providers/claude\"",
                "href=\"/failures#cause-claude-rate-limited-rate-limit-error\"",
                "href=\"/runs?status=failed&amp;provider=claude\"", "href=\"/alerts/rules/target-failed\"",
                "a target fails for good · only for rate_limited, auth_failed",
                "href=\"\(Self.open)/acknowledge\"", "href=\"\(Self.open)/snooze\"",
                "docs/operations.md#alert-target-failed",
            ] {
                #expect(page.contains(part), "\(part)")
            }
            #expect(!page.contains("The oldest target has waited"), "it is snoozed, and open ones are listed")
        }
    }

    @Test func theRunbookIsALinkWhereItIsKnownWhereItCanBeRead() async throws {
        let settings = WebSettings(runbookURL: "https://wiki.example.com/operations")
        try await PageSite(settings: settings).test { client in
            let page = try await client.browse(.get, "/alerts").text
            #expect(page.contains("href=\"https://wiki.example.com/operations#alert-target-failed\""))
        }
    }

    @Test(arguments: [
        ("", "alerts open - -"), ("?state=snoozed", "alerts snoozed - -"), ("?state=all", "alerts - - -"),
        ("?state=nonsense", "alerts open - -"),
        ("?state=recovered&rule=queue-age&provider=gemini", "alerts recovered queue-age gemini"),
    ])
    func theFilterStandsInTheAddress(_ query: String, call: String) async throws {
        let site = PageSite()
        try await site.test { client in
            let headers: HTTPFields = [.hxRequest: "true", .hxTarget: "alerts-results"]
            let part = try await client.browse(.get, "/alerts\(query)", headers: headers)
            let expected = query == "?state=nonsense" ? "/alerts" : "/alerts\(query)"
            #expect(part.headers[.hxReplaceURL] == expected)
            #expect(!part.text.contains("<!doctype"))
        }
        #expect(site.plane.calls.filter { $0.hasPrefix("alerts ") } == [call])
    }

    @Test func nothingWrongIsSaidSo() async throws {
        let site = PageSite()
        site.plane.empty(true)
        try await site.test { client in
            let calm = try await client.browse(.get, "/alerts").text
            #expect(calm.contains("Nothing is wrong: no alert is open."))
            #expect(calm.contains("9 of 10 rules are on."))
            let narrowed = try await client.browse(.get, "/alerts?provider=claude").text
            #expect(!narrowed.contains("Nothing is wrong"))
            #expect(narrowed.contains("No alert matches."))
        }
    }

    /// What came with the program and what it measured is said in Korean, what a vendor said stays as it was.
    @Test func koreanPagesSpeakKorean() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/alerts?state=all", language: .korean).text
            for part in [
                "대상 실패 · Claude", "대상이 너무 오래 대기 · ", "가장 오래된 대상이 42분 동안 기다렸습니다.",
                "일하는 작업자가 없음", "응답하는 작업자가 0개입니다. 1개 이상이어야 합니다.",
                "<p class=\"quote\" lang=\"en\">This request would exceed your rate limit.</p>",
            ] {
                #expect(page.contains(part), "\(part)")
            }
        }
    }

    /// The words for the rules that come with the program belong to the titles that these have.
    @Test func titlesOfTheProgramAreTranslated() throws {
        let languages = try Languages()
        let rules: Page<AlertRuleView> = try Fixtures.value("listAlertRules")
        for rule in rules.items where rule.updatedBy == "system" {
            let word = "alerts.rule_\(rule.id.rawValue.replacing("-", with: "_"))"
            #expect(languages[.english][word] == rule.settings.title)
            #expect(languages[.korean][word] != rule.settings.title)
        }
    }

    // MARK: Looking after one

    @Test func anAlertIsAcknowledgedWithAReason() async throws {
        let site = PageSite(role: .operator)
        try await site.test { client in
            let form = try await client.browse(.get, "\(Self.open)/acknowledge").text
            #expect(form.contains("Targets failed · Claude") && form.contains("id=\"care-submit\""))
            let refused = try await client.browse(.post, "\(Self.open)/acknowledge", form: "reason=%20")
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("Say why."))
            let done = try await client.browse(.post, "\(Self.open)/acknowledge", form: "reason=Known.")
            #expect(done.status == .seeOther)
            #expect(done.headers[.location] == Self.open)
            let part = try await client.browse(
                .post,
                "\(Self.open)/acknowledge",
                form: "reason=Known.",
                headers: [.hxRequest: "true", .hxTarget: "care-form"]
            )
            #expect(part.status == .noContent)
            let events = try #require(part.headers[.hxTrigger])
            for event in ["modal:close", "live:alert.changed", "Acknowledged: Targets failed"] {
                #expect(events.contains(event))
            }
        }
        let done = site.plane.calls.filter { $0.hasPrefix("acknowledgeAlert") }
        #expect(done.count == 2 && done.allSatisfy { $0.hasSuffix(" Known.") })
    }

    @Test func anAlertIsSnoozedForASpanOrUntilATime() async throws {
        let site = PageSite()
        try await site.test { client in
            for form in ["hours=4", "hours=4&until=2026-11-23T09%3A30&reason=Later."] {
                let done = try await client.browse(.post, "\(Self.open)/snooze", form: form)
                #expect(done.status == .seeOther)
            }
            for form in [
                "hours=5", "hours=4&until=2026-11-22T10%3A00", "until=2027-01-01T00%3A00", "until=soon",
            ] {
                let refused = try await client.browse(.post, "\(Self.open)/snooze", form: form)
                #expect(refused.status == .unprocessableContent)
                #expect(refused.text.contains("Enter a time within 30 days from now"), "\(form)")
            }
        }
        let ends = site.plane.calls.filter { $0.hasPrefix("snoozeAlert") }.map {
            $0.split(separator: " ").last
        }
        #expect(ends == ["2026-11-22T14:05:00.000000Z", "2026-11-23T09:30:00.000000Z"])
    }

    @Test func whatRecoveredAndWhatIsNotAllowedIsSaid() async throws {
        try await PageSite().test { client in
            let over = try await client.browse(.get, Self.recovered).text
            #expect(!over.contains("\(Self.recovered)/acknowledge"))
            let form = try await client.browse(.get, "\(Self.recovered)/snooze").text
            #expect(form.contains("The alert has recovered already.") && !form.contains("care-submit"))
        }
        try await PageSite(role: .viewer).test { client in
            let page = try await client.browse(.get, Self.open).text
            #expect(!page.contains("/acknowledge") && !page.contains("/snooze"))
            let form = try await client.browse(.get, "\(Self.open)/acknowledge").text
            #expect(!form.contains("care-submit"))
            #expect(try await client.browse(.get, "/alerts/nothing").status == .notFound)
        }
    }

    // MARK: On every page

    @Test(arguments: ["/runs", "/skills", "/alerts", "/settings"])
    func everyPageCountsWhatIsOpen(_ path: String) async throws {
        let site = PageSite()
        try await site.test { client in
            let page = try await client.browse(.get, path).text
            #expect(page.contains("<title>(1) "))
            #expect(page.contains("/favicon-alert.svg"))
            #expect(
                page.contains(
                    "name=\"seen\" value=\"019abce0-0001-7a3b-8c4d-5e6f70819a01\" data-open=\"1\">1<"
                )
            )
            site.plane.empty(true)
            let calm = try await client.browse(.get, path).text
            #expect(!calm.contains("<title>(") && calm.contains("/favicon.svg"))
            #expect(calm.contains("name=\"seen\" value=\"\" data-open=\"\">"))
            site.plane.empty(false)
            site.plane.refuse("alerts", with: Problem(.unavailable, "The database is away."))
            let unknown = try await client.browse(.get, path)
            #expect(
                unknown.text.contains("<title>(") == false && unknown.text.contains("alerts-open") == false
            )
            #expect(unknown.status == (path == "/alerts" ? .serviceUnavailable : .ok))
            site.plane.refuse("alerts", with: nil)
        }
    }

    @Test func whoHasNotSeenTheNewestIsToldOnce() async throws {
        let site = PageSite()
        try await site.test { client in
            let part: HTTPFields = [.hxRequest: "true", .hxTarget: "alerts-open"]
            let first = try await client.browse(.get, "/alerts/open?seen=", headers: part)
            #expect(first.headers[.hxTriggerAfterSwap]?.contains("New alert: Targets failed") == true)
            let seen = "/alerts/open?seen=019abce0-0001-7a3b-8c4d-5e6f70819a01"
            let again = try await client.browse(.get, seen, headers: part)
            #expect(again.headers[.hxTriggerAfterSwap] == nil)
            #expect(again.text.contains("data-open=\"1\""))
        }
        #expect(site.plane.uses == [false, false], "a page that lies open is no use of the session")
    }

    @Test func aChangedAlertIsASignal() {
        let event = EventView(
            position: 7,
            kind: .alertChanged,
            at: PageSite.now,
            provider: ProviderID(rawValue: "claude"),
            status: "open"
        )
        #expect(LiveSignal(.event(event)).frame == "id: 7\nevent: alert.changed\ndata: {}\n\n")
    }
}
