import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// The failure inbox: by cause, with one button that tries all of it again and one that says that nothing is to be done.
@Suite struct FailurePageTests {
    private static let cause = "provider=claude&code=rate_limited&signature=rate_limit_error"

    @Test("a group answers what failed, whose fault it is and what to do (UI-05)")
    func aGroupSaysAll() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/failures").text
            for part in [
                "4 failed targets · 2 causes", "id=\"cause-claude-rate-limited-rate-limit-error\"",
                "The provider&#39;s side.", "3 failed targets", "href=\"/skills/pdf-tools\"",
                "href=\"/runs/019abcde-f012-7a3b-8c4d-5e6f708192a3\"", "Retry 3 failed targets",
                "Retry 1 failed target",
                "href=\"/failures/acknowledge?provider=claude&amp;code=rate_limited&amp;signature=rate_limit_error\"",
                "href=\"/providers/codex-home\"",
            ] {
                #expect(page.contains(part), "\(part)")
            }
        }
        try await PageSite(role: .viewer).test { client in
            let page = try await client.browse(.get, "/failures").text
            #expect(!page.contains("/failures/retry") && !page.contains("/failures/acknowledge"))
            #expect(page.contains("Retrying and acknowledging take the role of an operator."))
        }
    }

    @Test func nothingLeftIsSaidSo() async throws {
        let site = PageSite()
        site.plane.empty(true)
        try await site.test { client in
            let page = try await client.browse(.get, "/failures").text
            #expect(page.contains("Nothing is left to deal with."))
        }
    }

    @Test func oneButtonRetriesTheFailedTargetsOfACause() async throws {
        let site = PageSite(role: .operator)
        try await site.test { client in
            let part = try await client.browse(
                .post,
                "/failures/retry",
                form: Self.cause,
                headers: [.hxRequest: "true", .hxTarget: "failures-results"]
            )
            let told = "2 failed targets are back at work · 1 run · 1 target stays as it is"
            let toast = part.headers[.hxTriggerAfterSwap]
            #expect(toast?.contains("2 failed targets are back at work") == true)
            #expect(toast?.contains("Version 1 of pdf-tools is yanked.") == true)
            #expect(!part.text.contains("<!doctype"))
            // Without scripts the page says it, run by run.
            let page = try await client.browse(.post, "/failures/retry", form: Self.cause)
            #expect(page.status == .ok)
            #expect(page.text.contains(told))
            let run = "019abcde-f012-7a3b-8c4d-5e6f708192a3"
            #expect(page.text.contains("href=\"/runs/\(run)\">708192a3</a> Some targets of run"))
            site.plane.refuse("retryFailures", with: Problem(.notFound, "There are none."))
            let gone = try await client.browse(.post, "/failures/retry", form: Self.cause)
            #expect(gone.status == .notFound)
        }
        let retried = site.plane.calls.filter { $0.hasPrefix("retry") }
        #expect(Set(retried) == ["retryFailures claude rate_limited rate_limit_error"])
        #expect(retried.count == 3)
    }

    @Test func aCauseIsAcknowledgedAsItWasSeen() async throws {
        let site = PageSite(role: .operator)
        try await site.test { client in
            let form = try await client.browse(.get, "/failures/acknowledge?\(Self.cause)").text
            #expect(form.contains("Acknowledge 3 failed targets"))
            #expect(form.contains("name=\"last_at\" value=\"2026-11-22T10:04:31.250000Z\""))
            let empty = try await client.browse(.post, "/failures/acknowledge", form: Self.cause + "&reason=")
            #expect(empty.status == .unprocessableContent && empty.text.contains("Say why."))
            let sent = Self.cause + "&last_at=2026-11-22T10%3A04%3A31.250000Z&reason=Known."
            let done = try await client.browse(.post, "/failures/acknowledge", form: sent)
            #expect(done.headers[.location] == "/failures")
            let gone = try await client.browse(.get, "/failures/acknowledge?provider=claude&code=timeout")
            #expect(gone.status == .notFound)
        }
        #expect(site.plane.calls.count { $0.hasPrefix("acknowledgeFailures") } == 1)
    }
}
