import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// Pausing and resuming on pages, and what waits for it.
@Suite struct PausePageTests {
    @Test func aProviderIsPausedWithAReasonAndResumed() async throws {
        let site = PageSite(role: .operator)
        try await site.test { client in
            let list = try await client.browse(.get, "/providers").text
            #expect(list.contains("id=\"provider-claude-pause\"") && list.contains("id=\"work-pause\""))
            let form = try await client.browse(.get, "/providers/claude/pause").text
            #expect(form.contains("Pause Claude") && form.contains("maxlength=\"500\""))
            let done = try await client.browse(.post, "/providers/claude/pause", form: "reason=Until%20noon.")
            #expect(done.status == .seeOther)
            #expect(done.headers[.location] == "/providers#provider-claude")
            _ = try await client.browse(.post, "/providers/claude/resume", form: "")
            _ = try await client.browse(.post, "/pause", form: "reason=All.")
            _ = try await client.browse(.post, "/resume", form: "")
        }
        let changes = site.plane.calls.filter { $0.contains("pause") || $0.contains("resume") }
        #expect(
            changes == [
                "pauseProvider claude Until noon.", "resumeProvider claude", "pauseWork All.", "resumeWork",
            ]
        )
    }

    @Test func aReasonThatIsNotTakenIsShownAtTheForm() async throws {
        let site = PageSite()
        let fault = Problem.Fault("/reason", .required, as: "pause_reason", "A pause says why.")
        let refusal = Problem(.validationFailed, as: "reason", "The reason cannot be taken.", errors: [fault])
        site.plane.refuse("pauseWork", with: refusal)
        try await site.test { client in
            let refused = try await client.browse(.post, "/pause", form: "reason=", language: .korean)
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("일시 중지하려면 사유를 적어야 합니다."))
        }
    }

    @Test func whoMayOnlyWatchIsOfferedNothing() async throws {
        try await PageSite(role: .viewer).test { client in
            let list = try await client.browse(.get, "/providers").text
            #expect(!list.contains("-pause\""))
            let form = try await client.browse(.get, "/pause").text
            #expect(!form.contains("pause-submit"))
        }
    }

    @Test(arguments: [Language.english, .korean])
    func everyPageSaysThatEverythingIsPaused(_ language: Language) async throws {
        let site = PageSite()
        site.plane.pause(true)
        try await site.test { client in
            for path in ["/dashboard", "/skills", "/runs", "/providers", "/audit", "/settings"] {
                let page = try await client.browse(.get, path, language: language).text
                #expect(page.contains("id=\"work-paused\""))
                #expect(page.contains("We look into what the scan found."))
            }
            let list = try await client.browse(.get, "/providers", language: language).text
            #expect(list.contains("id=\"work-resume\"") && !list.contains("id=\"work-pause\""))
            let part = try await client.browse(
                .get,
                "/providers",
                headers: [.hxRequest: "true", .hxTarget: "providers-list"],
                language: language
            ).text
            #expect(!part.contains("work-paused"))
        }
    }

    @Test func aProviderSaysThatItIsPausedOrDown() throws {
        let words = try WebSite.Content().languages.words(chosen: "en", accepted: nil)
        let view: ProviderView = try Fixtures.value("pauseProvider")
        #expect(Chip(health: view, words).label == "Paused")
        let breaker = try #require(view.breaker)
        #expect(breaker.state == .open)
    }

    @Test(arguments: [
        ("en", "Asked for a wait", "Claude asked for a wait."), ("ko", "잠시 대기", "Claude: 잠시 기다려"),
    ])
    func aProviderSaysThatItAskedForAWait(_ language: String, label: String, sentence: String) throws {
        let words = try WebSite.Content().languages.words(chosen: language, accepted: nil)
        let view: ProviderView = try Fixtures.value("getProvider")
        let error = TaskError(code: .rateLimited, message: "Slow down.", retryable: true)
        let (since, until) = (view.updatedAt, view.updatedAt + .seconds(30))
        let waiting = ProviderView(
            id: view.id,
            settings: view.settings,
            capabilities: view.capabilities,
            lastCheck: view.lastCheck,
            backOff: BackOffView(since: since, until: until, error: error),
            createdAt: view.createdAt,
            updatedAt: view.updatedAt
        )
        #expect(Chip(health: waiting, words).label == label)
        let gate = ClosedGate(
            provider: view.id,
            cause: .rateLimited,
            since: since,
            probeAt: until,
            error: error
        )
        #expect(words.why(gate, at: "Claude").hasPrefix(sentence))
    }
}
