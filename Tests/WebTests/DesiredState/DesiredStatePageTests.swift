import Contract
import Fixtures
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

@Suite struct DesiredStatePageTests {
    private static let text = "skills:\n  - name: release-notes\n    providers: all\n"

    private static func form(_ fields: KeyValuePairs<String, String> = ["text": text]) -> String {
        fields.map {
            "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }
        .joined(separator: "&")
    }

    @Test func theFormBeginsWithWhatStandsNow() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/desired-state").text
            #expect(page.contains("- name: release-notes"))
            #expect(page.contains("formaction") == false)
        }
    }

    @Test func thePlanIsShownAndStartsTheRuns() async throws {
        let site = PageSite()
        try await site.test { client in
            let page = try await client.browse(.post, "/desired-state/plan", form: Self.form()).text
            for part in ["First install", "Removed", "Start 2 runs", "2 targets stand as desired."] {
                #expect(page.contains(part), "\(part)")
            }
            let plan: DesiredStatePlan = try Fixtures.value("planDesiredState")
            let confirmed = Self.form(["text": Self.text, "plan": plan.key, "key": "k", "reason": "why"])
            let started = try await client.browse(.post, "/desired-state", form: confirmed)
            #expect(started.status == .seeOther)
            #expect(started.headers[.location] == "/runs")
        }
        #expect(site.plane.calls.filter { $0.hasPrefix("startRun") }.count == 2)
    }

    @Test func aPlanThatChangedIsShownAgain() async throws {
        let site = PageSite()
        try await site.test { client in
            let stale = Self.form(["text": Self.text, "plan": "other", "key": "k"])
            let again = try await client.browse(.post, "/desired-state", form: stale)
            #expect(again.status == .conflict)
            #expect(again.text.contains("This is the plan as it is now."))
        }
        #expect(!site.plane.calls.contains { $0.hasPrefix("startRun") })
    }

    @Test func faultsAreSaidWithTheirLineAndTheTextStays() async throws {
        try await PageSite().test { client in
            let wrong = "skills:\n  - name: Release Notes\n    providers: all\n"
            let page = try await client.browse(.post, "/desired-state/plan", form: Self.form(["text": wrong]))
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("Line 2:"))
            #expect(page.text.contains("name: Release Notes"))
            let none = try await client.browse(
                .post,
                "/desired-state/plan",
                form: Self.form(["text": "skills: ["])
            )
            #expect(none.status == .unprocessableContent)
            #expect(none.text.contains("This cannot be read as YAML."))
            let back = try await client.browse(.post, "/desired-state/edit", form: Self.form())
            #expect(back.text.contains("- name: release-notes"))
        }
    }

    @Test func whoMayNotInstallSeesThePlanOnly() async throws {
        try await PageSite(role: .viewer).test { client in
            let page = try await client.browse(.post, "/desired-state/plan", form: Self.form()).text
            #expect(page.contains("First install"))
            #expect(!page.contains("id=\"start\""))
        }
    }
}
