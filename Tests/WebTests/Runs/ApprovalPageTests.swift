import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// What waits for an approval, as pages show it, and what can be decided there.
@Suite struct ApprovalPageTests {
    private static let path = "/runs/\(SampleRuns.waitingID)"

    private func site(_ role: Role) -> PageSite {
        PageSite(plane: FixtureControlPlane(runs: SampleRuns(more: 0, waiting: true)), role: role)
    }

    @Test func whoMayDecidesWithAComment() async throws {
        let site = site(.approver)
        try await site.test { client in
            let page = try await client.browse(.get, Self.path).text
            #expect(page.contains("id=\"run-approve\"") && page.contains("id=\"run-refuse\""))
            #expect(page.contains("A file of release-notes@2 can run: scripts/collect.py."))
            #expect(page.contains("Waits for approval"))
            #expect(!page.contains("Your role may watch only."))
            let form = try await client.browse(.get, Self.path + "/approve").text
            #expect(form.contains("Approve 1 target"))
            #expect(form.contains("name=\"requested_at\" value=\"2026-11-22T09:00:00.000000Z\""))
            let stale = try await client.browse(
                .post,
                Self.path + "/approve",
                form: "comment=Old&requested_at=2026-11-21T09:00:00Z"
            )
            #expect(stale.status == .conflict)
            #expect(stale.text.contains("Old") && stale.text.contains("look at it again"))
            let done = try await client.browse(
                .post,
                Self.path + "/approve",
                form: "comment=Read%20it.&requested_at=2026-11-22T09:00:00.000000Z"
            )
            #expect(done.status == .seeOther)
            #expect(done.headers[.location] == Self.path)
            let after = try await client.browse(.get, Self.path).text
            #expect(after.contains("Approved") && after.contains("Read it."))
            #expect(!after.contains("id=\"run-approve\""))
            let again = try await client.browse(.post, Self.path + "/approve", form: "comment=")
            #expect(again.status == .conflict)
            #expect(again.text.contains("Nothing of this run waits for an approval any more."))
        }
        #expect(site.plane.calls.contains("approveRun \(SampleRuns.waitingID) Read it."))
    }

    @Test func aRefusalThatIsNotTakenKeepsWhatWasTyped() async throws {
        let site = site(.approver)
        let fault = Problem.Fault("/comment", .length, "A comment has at most 500 characters.")
        site.plane.refuse("refuseRun", with: Problem(.validationFailed, "No.", errors: [fault]))
        try await site.test { client in
            let refused = try await client.browse(
                .post,
                Self.path + "/refuse",
                form: "comment=Far%20too%20long"
            )
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("Far too long") && refused.text.contains("id=\"e-comment\""))
        }
    }

    @Test(arguments: [Role.viewer, .operator, .auditor])
    func othersSeeWhyItWaitsAndWhoDecides(_ role: Role) async throws {
        try await site(role).test { client in
            let page = try await client.browse(.get, Self.path).text
            #expect(!page.contains("id=\"run-approve\"") && !page.contains("id=\"run-refuse\""))
            #expect(page.contains("Somebody with the role approver or administrator decides."))
            let form = try await client.browse(.get, Self.path + "/refuse").text
            #expect(!form.contains("id=\"decide\""))
        }
    }

    @Test func listAndDashboardNameWhatWaits() async throws {
        try await site(.approver).test { client in
            let list = try await client.browse(.get, "/runs?approval=pending").text
            #expect(list.contains("open-\(SampleRuns.waitingID)"))
            #expect(!list.contains("open-\(SampleRuns.id(.failed))"))
            let dashboard = try await client.browse(.get, "/dashboard").text
            #expect(dashboard.contains("id=\"attend-\(SampleRuns.waitingID)-step\""))
            #expect(dashboard.contains("waits for an approval"))
        }
        try await site(.operator).test { client in
            let dashboard = try await client.browse(.get, "/dashboard").text
            #expect(dashboard.contains("id=\"attend-\(SampleRuns.waitingID)\""))
            #expect(!dashboard.contains("id=\"attend-\(SampleRuns.waitingID)-step\""))
        }
    }

    @Test func aProvidersRuleIsChosenAndKept() async throws {
        let site = PageSite()
        try await site.test { client in
            let page = try await client.browse(.get, "/providers/claude").text
            #expect(page.contains("name=\"approval\"") && page.contains("name=\"four_eyes\""))
        }
        let settings = ProviderSettings(
            kind: .claude,
            displayName: "Claude",
            baseURL: "https://api.anthropic.com",
            approval: .risky,
            fourEyes: true
        )
        let form = ProviderForm(ProviderID(rawValue: "claude"), settings)
        #expect(try form.settings(at: Timestamp(microseconds: 0)) == settings)
    }
}
