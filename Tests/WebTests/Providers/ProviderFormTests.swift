import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// Two who change the settings of one provider (API-06), and what is said afterwards.
@Suite struct ProviderFormTests {
    private static let stale = Problem(
        .preconditionFailed,
        "Somebody changed provider claude since it was read."
    )

    /// As a browser sends it; what is named differs from the sample.
    private func form(drawn: ProviderSettings, _ changes: [String: String]) throws -> String {
        var fields = [
            "kind": "claude", "display_name": "Claude", "base_url": "https://api.anthropic.com",
            "credential": "env:ANTHROPIC_API_KEY", "options/workspace": "default", "concurrency": "8",
            "rate_per_minute": "120", "attempt_timeout_seconds": "60", "max_attempts": "5",
            "queue_timeout_seconds": "604800", "target_timeout_seconds": "86400", "enabled": "yes",
            "revision": "2026-11-22T06:00:00.000000Z",
            "drawn": String(decoding: try JSON.encode(drawn), as: UTF8.self),
        ]
        fields.merge(changes) { $1 }
        return fields.map { percentEncoded($0.key) + "=" + percentEncoded($0.value) }.joined(separator: "&")
    }

    @Test func thePageCarriesTheStateItWasDrawnFrom() async throws {
        let site = PageSite()
        try await site.test { client in
            let page = try await client.browse(.get, "/providers/claude").text
            #expect(page.contains("name=\"revision\" value=\"2026-11-22T07:00:00.000000Z\""))
            let form = try form(drawn: try Fixtures.value("getProvider", as: ProviderView.self).settings, [:])
            let saved = try await client.browse(.post, "/providers/claude", form: form)
            #expect(saved.status == .seeOther)
            #expect(saved.headers[.location] == "/providers?saved=claude#provider-claude")
        }
        let put = try #require(site.plane.calls.first { $0.hasPrefix("putProvider") })
        #expect(put.hasSuffix(" 2026-11-22T06:00:00.000000Z"))
    }

    @Test func whoComesSecondSeesWhatChangedAndKeepsWhatWasTyped() async throws {
        let site = PageSite()
        site.plane.refuse("putProvider", with: Self.stale)
        var drawn = try Fixtures.value("getProvider", as: ProviderView.self).settings
        drawn.concurrency = 4
        drawn.ratePerMinute = 60
        drawn.sandbox = true
        let form = try form(
            drawn: drawn,
            ["concurrency": "4", "rate_per_minute": "90", "display_name": "Claude EU", "sandbox": "yes"]
        )
        try await site.test { client in
            let answer = try await client.browse(.post, "/providers/claude", form: form)
            #expect(answer.status == .preconditionFailed)
            let page = answer.text
            #expect(page.contains("<strong>Targets at once</strong>: 4 → 8</li>"))
            #expect(page.contains("<strong>Targets begun per minute</strong>: 60 → 120 · you typed 90</li>"))
            #expect(page.contains("<strong>This is a simulator</strong>: on → off</li>"))
            // Typed ones stay, the other's are taken over, and saving again means this state.
            #expect(page.contains("name=\"display_name\" type=\"text\" value=\"Claude EU\""))
            #expect(page.contains("name=\"rate_per_minute\" type=\"number\" value=\"90\""))
            #expect(page.contains("name=\"concurrency\" type=\"number\" value=\"8\""))
            #expect(!page.contains("name=\"sandbox\" type=\"checkbox\" value=\"yes\" checked"))
            #expect(page.contains("name=\"revision\" value=\"2026-11-22T07:00:00.000000Z\""))
            let korean = try await client.browse(.post, "/providers/claude", form: form, language: .korean)
            #expect(korean.text.contains("60 → 120 · 입력한 값: 90"))
        }
    }

    @Test func anIdThatIsTakenStandsAtItsField() async throws {
        let site = PageSite()
        site.plane.refuse(
            "putProvider",
            with: Problem(.preconditionFailed, "There is a provider claude already.")
        )
        let form =
            "id=claude&kind=claude&display_name=C&concurrency=8&attempt_timeout_seconds=60&max_attempts=5&queue_timeout_seconds=604800&target_timeout_seconds=86400"
        try await site.test { client in
            let answer = try await client.browse(.post, "/providers", form: form)
            #expect(answer.status == .conflict)
            #expect(answer.text.contains("There is a provider claude already."))
            #expect(answer.text.contains("id=\"f-id-error\""))
        }
        #expect(site.plane.calls.contains { $0.hasPrefix("putProvider claude") && $0.hasSuffix(" absent") })
    }

    @Test func savingSaysSo() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/providers?saved=claude").text
            #expect(page.contains("The settings of Claude are saved."))
            let other = try await client.browse(.get, "/providers?saved=nowhere").text
            #expect(!other.contains("provider-saved"))
        }
    }

    @Test func whoYanksSecondIsToldThatItIsYanked() async throws {
        let site = PageSite()
        site.plane.refuse("yank", with: Problem(.preconditionFailed, "Somebody changed version 1."))
        try await site.test { client in
            let uri = "/skills/release-notes/versions/1/yank"
            let page = try await client.browse(.get, "/skills/release-notes/versions/2/yank").text
            #expect(page.contains("name=\"revision\" value=\"2026-11-22T09:30:00.250000Z\""))
            let answer = try await client.browse(.post, uri, form: "reason=wrong&revision=old")
            #expect(answer.status == .preconditionFailed)
        }
        #expect(site.plane.calls.contains("yank 1 release-notes wrong old"))
    }
}
