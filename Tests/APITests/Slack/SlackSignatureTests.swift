import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@Suite("Requests from Slack are taken only as Slack makes them") struct SlackSignatureTests {
    private static let body = """
        token=x&team_id=T9&channel_id=C1&user_id=U1&command=%2Fskillyard&text=install+release-notes+on+claude\
        &response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1
        """
    /// Worked out by another implementation of HMAC.
    private static let signature = "v0=610c717607c4a4522ab42b703bffe48dbe42ca04a66ec7ccbfede13a1b895c39"

    @Test func aSignedCommandIsTakenOnce() async throws {
        let site = SlackSite()
        try await site.test { client in
            let first = try await client.slack("commands", Self.body, signature: Self.signature)
            #expect(first.status == .ok, "\(String(buffer: first.body))")
            for signature in [Self.signature, "v0=" + Self.signature.dropFirst(3).uppercased()] {
                let again = try await client.slack("commands", Self.body, signature: signature)
                let problem = try again.problem(.authenticationRequired)
                #expect(problem.detail.contains("before"))
            }
        }
        let said = site.plane.calls.filter { $0.hasPrefix("say") }
        #expect(said.count == 1 && said.first?.hasSuffix(" install release-notes on claude") == true)
    }

    @Test(arguments: [
        "", "v0=", String(signature.dropFirst(3)), "v1" + signature.dropFirst(2),
        String(signature.dropLast()),
        signature + "0", "v0=" + String(repeating: "0", count: 64), "v0=" + String(repeating: "g", count: 64),
    ])
    func anyOtherSignatureIsRefused(_ signature: String) async throws {
        let site = SlackSite()
        try await site.test { client in
            for path in ["commands", "interactions"] {
                _ = try await client.slack(path, Self.body, signature: signature).problem(
                    .authenticationRequired
                )
            }
        }
        #expect(site.door.accounts.isEmpty && site.plane.calls.isEmpty)
    }

    @Test func whatWasChangedOrSignedWithAnotherSecretIsRefused() async throws {
        let site = SlackSite()
        try await site.test { client in
            let changed = Self.body.replacing("claude", with: "openai")
            _ = try await client.slack("commands", changed, signature: Self.signature)
                .problem(.authenticationRequired)
            let other = SlackSite.signature(Self.body, secret: SlackSite.secret + "x")
            _ = try await client.slack("commands", Self.body, signature: other).problem(
                .authenticationRequired
            )
        }
        #expect(site.door.accounts.isEmpty)
    }

    @Test(arguments: [
        (-301, false), (-300, true), (0, true), (300, true), (301, false),
    ])
    func itIsTakenForFiveMinutes(_ seconds: Int, _ isTaken: Bool) async throws {
        let site = SlackSite()
        try await site.test { client in
            let time = String(1_795_000_000 + seconds)
            let answer = try await client.slack("commands", Self.body, time: time)
            #expect((answer.status == .ok) == isTaken)
        }
        #expect(site.door.accounts.isEmpty != isTaken)
    }

    @Test(arguments: [nil, "", "soon", "01795000000", "-1795000000", "99999999999999999999"] as [String?])
    func aTimeThatIsNoneIsRefused(_ time: String?) async throws {
        let site = SlackSite()
        try await site.test { client in
            _ = try await client.slack("commands", Self.body, time: time).problem(.authenticationRequired)
        }
        #expect(site.door.accounts.isEmpty)
    }

    @Test func whatIsTooLongIsNotRead() async throws {
        let site = SlackSite()
        try await site.test { client in
            let body = SlackSite.command(String(repeating: "a", count: 30_000))
            _ = try await client.slack("commands", body).problem(.payloadTooLarge)
        }
        #expect(site.door.accounts.isEmpty)
    }

    @Test(arguments: [
        ("commands", "user_id=U1"), ("commands", "user_id=U1&response_url=%zz"),
        ("interactions", "payload=%7B%7D"),
        ("interactions", "text=x"), ("interactions", SlackSite.press("delete", "everything")),
        ("interactions", SlackSite.press("confirm", "019abcde-f012-7a3b-8c4d-5e6f708192a3")),
        ("interactions", SlackSite.press("dismiss", "last")), ("interactions", SlackSite.press("say.0", "")),
    ])
    func whatIsNeitherCommandNorButtonIsRefused(_ path: String, _ body: String) async throws {
        let site = SlackSite()
        try await site.test { client in
            _ = try await client.slack(path, body).problem(.malformedRequest)
        }
        #expect(site.door.accounts.isEmpty)
    }

    @Test func slackMayLookWhetherSomebodyIsThere() async throws {
        try await SlackSite().test { client in
            let answer = try await client.slack("commands", "ssl_check=1&token=x")
            #expect(answer.status == .ok)
        }
    }
}
