import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// When and in which waves, from the form to the run's page.
@Suite struct WavePageTests {
    private static let order = "kind=install&skill=release-notes%402&provider=claude&provider=openai"
    private static let path = "/runs/\(SampleRuns.wavedID)"

    private func site(_ role: Role = .operator) -> PageSite {
        PageSite(plane: FixtureControlPlane(runs: SampleRuns(more: 0, waved: true)), role: role)
    }

    @Test func whatTheFormSaysIsAskedForAndSentAlong() async throws {
        let site = PageSite()
        let manner =
            "&start_at=2026-12-01T09%3A00&first_on=claude&first=50&soak=15&stop_at=2&rollback=yes"
        try await site.test { client in
            let form = try await client.browse(.get, "/install?skill=release-notes&version=2").text
            #expect(form.contains("<details class=\"card\" id=\"manner\"><summary>"))
            let plan = try await client.browse(.post, "/install/plan", form: Self.order + manner).text
            for (name, value) in [
                ("start_at", "2026-12-01T09:00"), ("first_on", "claude"), ("first", "50"), ("soak", "15"),
                ("stop_at", "2"), ("rollback", "yes"),
            ] {
                #expect(plan.contains("name=\"\(name)\" value=\"\(value)\""), "\(name)")
            }
        }
        let request = try #require(site.plane.runRequests.last)
        #expect(request.startAt == Timestamp("2026-12-01T09:00:00Z"))
        #expect(
            request.waves
                == RunWaves(
                    steps: [.providers([ProviderID(rawValue: "claude")]), .percent(50)],
                    soakSeconds: 900,
                    stopAt: .failures(2),
                    onStop: .rollback
                )
        )
    }

    /// What cannot be read is not taken for something that was left out.
    @Test(arguments: [
        "start_at=soon", "first=some", "soak=5", "rollback=yes", "first=\(Int.min)",
        "first=5&soak=\(Int.min)", "first=5&stop_at=\(Int.min)",
    ])
    func whatCannotBeReadIsSaidAtItsField(_ manner: String) async throws {
        let site = PageSite()
        try await site.test { client in
            let answer = try await client.browse(.post, "/install/plan", form: "\(Self.order)&\(manner)")
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("id=\"manner\" open"))
            #expect(answer.text.contains("aria-invalid=\"true\""))
        }
        #expect(site.plane.runRequests.isEmpty)
    }

    @Test func theRunShowsItsWavesAndTheNextIsBegun() async throws {
        let site = site()
        try await site.test { client in
            let page = try await client.browse(.get, Self.path).text
            for text in [
                "Wave 1", "Done; time to watch", "the next begins", "Begin wave 2 now", "Waits for wave 2",
                "It stops at 2 failed targets and is rolled back.", "id=\"run-stop\"",
            ] {
                #expect(page.contains(text), "\(text)")
            }
            let done = try await client.browse(.post, Self.path + "/release-wave", form: "wave=2")
            #expect(done.status == .seeOther)
            let after = try await client.browse(.get, Self.path).text
            #expect(!after.contains("id=\"run-release\"") && !after.contains("Waits for wave 2"))
            let again = try await client.browse(.post, Self.path + "/release-wave", form: "wave=2")
            #expect(again.status == .conflict)
        }
        #expect(site.plane.calls.contains("releaseWave 2 \(SampleRuns.wavedID)"))
    }

    @Test(arguments: [Int.min, -1, 22, .max]) func noOtherNumberIsAWave(_ number: Int) async throws {
        let site = site()
        try await site.test { client in
            let answer = try await client.browse(.post, Self.path + "/release-wave", form: "wave=\(number)")
            #expect(answer.status == .conflict)
        }
        #expect(site.plane.calls.contains("releaseWave 0 \(SampleRuns.wavedID)"))
    }

    @Test func aStopSaysWhyAndTheRunSaysThatItWasStopped() async throws {
        let site = site()
        try await site.test { client in
            let form = try await client.browse(.get, Self.path + "/stop-waves").text
            #expect(form.contains("a new run undoes what this one did"))
            let without = try await client.browse(.post, Self.path + "/stop-waves", form: "reason=")
            #expect(without.status == .unprocessableContent)
            #expect(without.text.contains("id=\"e-reason\""))
            let done = try await client.browse(.post, Self.path + "/stop-waves", form: "reason=Slow")
            #expect(done.status == .seeOther)
            let after = try await client.browse(.get, Self.path).text
            #expect(after.contains("mina stopped it: Slow") && after.contains("It is rolled back by"))
            #expect(!after.contains("id=\"run-stop\""))
        }
    }

    @Test func whoMayOnlyWatchSeesNoButtons() async throws {
        try await site(.viewer).test { client in
            let page = try await client.browse(.get, Self.path).text
            #expect(page.contains("Wave 2"))
            #expect(!page.contains("id=\"run-release\"") && !page.contains("id=\"run-stop\""))
        }
    }
}
