import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// From choosing where to, over the plan, to the run.
@Suite struct InstallPageTests {
    private static let order = "kind=install&skill=release-notes%402&provider=claude&provider=openai"
    private static let hash = "64879f7d6b960a01909762d911a32d4582c20010c5641ee90278b644a9e3b525"

    @Test func theFormTellsWhatEachProviderWouldSay() async throws {
        try await PageSite().test { client in
            let form = try await client.browse(.get, "/install?skill=release-notes&version=2")
            #expect(form.status == .ok)
            for text in [
                "value=\"release-notes@2\"", "Reachable", "Check failed", "Sandbox",
                "It would refuse this version.", "Accepted with warnings",
            ] {
                #expect(form.text.contains(text), "\(text)")
            }
            // What would be refused cannot be chosen.
            #expect(form.text.contains("id=\"on-openai\" value=\"openai\" disabled"))
            #expect(form.text.contains("id=\"on-claude\" value=\"claude\" checked"))
        }
    }

    @Test func thePlanIsConfirmedAsItWasShown() async throws {
        let site = PageSite()
        try await site.test { client in
            let plan = try await client.browse(.post, "/install/plan", form: Self.order)
            #expect(plan.status == .ok)
            #expect(plan.text.contains("Install on 2 providers"))
            #expect(plan.text.contains("OpenAI (sandbox) asked for a wait."))
            #expect(plan.text.contains("name=\"plan\" value=\"\(Self.hash)\""))
            let key = try #require(plan.text.firstMatch(of: /name="key" value="([^"]+)"/)).output.1
            let form = Self.order + "&plan=\(Self.hash)&key=\(key)&reason=now"
            let started = try await client.browse(.post, "/install", form: form)
            #expect(started.status == .seeOther)
            #expect(started.headers[.location]?.hasPrefix("/runs/") == true)
            #expect(site.plane.calls.last == "startRun \(key) web")
        }
        let request = try #require(site.plane.runRequests.last)
        #expect(request.planHash == Self.hash)
        #expect(request.reason == "now")
        #expect(request.skills == [.init(name: "release-notes", version: 2)])
        #expect(request.providers.map(\.rawValue) == ["claude", "openai"])
    }

    @Test func aPlanThatChangedIsShownAgain() async throws {
        let site = PageSite()
        site.plane.refuse("startRun", with: try Fixtures.problem(.planChanged))
        try await site.test { client in
            let answer = try await client.browse(.post, "/install", form: Self.order + "&plan=old&key=k")
            #expect(answer.status == .conflict)
            #expect(answer.text.contains("The plan is no longer what you confirmed"))
            #expect(answer.text.contains("name=\"plan\" value=\"\(Self.hash)\""))
            #expect(!answer.text.contains("name=\"key\" value=\"k\""))
        }
    }

    @Test func nothingStartsWithoutAPlan() async throws {
        let site = PageSite()
        try await site.test { client in
            let answer = try await client.browse(.post, "/install", form: Self.order)
            #expect(answer.status == .ok)
        }
        #expect(!site.plane.calls.contains { $0.hasPrefix("startRun") })
    }

    @Test func anOrderWithoutProvidersIsAskedAgain() async throws {
        let site = PageSite()
        site.plane.refuse("planRun", with: try Fixtures.problem(.validationFailed))
        try await site.test { client in
            let answer = try await client.browse(.post, "/install/plan", form: "skill=release-notes")
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("Choose at least one provider."))
        }
    }

    @Test func onlyWhereItIsInstalledCanItBeRemoved() async throws {
        try await PageSite().test { client in
            let form = try await client.browse(
                .get,
                "/install?kind=uninstall&skill=release-notes&provider=claude"
            )
            #expect(form.text.contains("id=\"on-claude\" value=\"claude\" checked"))
            #expect(form.text.contains("id=\"on-codex-home\" value=\"codex-home\">"))
            #expect(!form.text.contains("id=\"on-openai\""))
        }
    }
}
