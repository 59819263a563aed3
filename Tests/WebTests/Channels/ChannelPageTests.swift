import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// Channels on pages (AL-02).
@Suite struct ChannelPageTests {
    private func form(_ fields: [(String, String)]) -> String {
        fields.map { percentEncoded($0.0) + "=" + percentEncoded($0.1) }.joined(separator: "&")
    }

    private var hook: [(String, String)] {
        [
            ("revision", "2"), ("kind", "webhook"), ("name", "Operations"), ("language", "en"),
            ("severity", "warning"), ("severity", "critical"), ("enabled", "yes"),
        ]
    }

    @Test func theListSaysWhoIsToldAndWhatBecameOfIt() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/settings/channels").text
            for part in [
                "Slack · https://hooks.slack.com", "Mail · oncall@example.com, mina@example.com",
                "id=\"channel-mail\" class=\"off\"", "It answered 410.", "Escalated: Targets wait too long",
                "Given up", "31 tries", "href=\"/alerts/019abce0-0001-7a3b-8c4d-5e6f70819a01\"",
                "id=\"channel-add\"", "id=\"channel-ops-hook-test\"",
                "action=\"/settings/deliveries/019abce0-0003-7a3b-8c4d-5e6f70819c01/replay\"",
            ] {
                #expect(page.contains(part), "\(part)")
            }
        }
        try await PageSite(role: .operator).test { client in
            let page = try await client.browse(.get, "/settings/channels").text
            #expect(page.contains("-test\"") && page.contains("replay-"))
            #expect(!page.contains("-remove\"") && !page.contains("channel-add"))
        }
        try await PageSite(role: .auditor).test { client in
            let page = try await client.browse(.get, "/settings/channels").text
            #expect(!page.contains("-test\"") && !page.contains("/replay"))
        }
    }

    @Test func deliveriesAreNarrowedByState() async throws {
        let site = PageSite()
        try await site.test { client in
            let page = try await client.browse(.get, "/settings/channels?state=given_up").text
            #expect(page.contains("It could not be reached") && !page.contains("replay-019abce0-0003"))
            #expect(page.contains("id=\"delivery-given_up\""))
        }
        #expect(site.plane.calls.contains("deliveries - given_up"))
    }

    @Test func aChannelIsTriedAndRemovedAsItWasSeen() async throws {
        let site = PageSite()
        try await site.test { client in
            let tried = try await client.browse(.post, "/settings/channels/ops-hook/test", form: "")
            #expect(tried.headers[.location] == "/settings/channels?tested=ops-hook#channel-ops-hook")
            let list = try await client.browse(.get, "/settings/channels?tested=chat").text
            #expect(list.contains("The test was not delivered. It answered 410."))
            let question = try await client.browse(.get, "/settings/channels/ops-hook/remove").text
            #expect(question.contains("Remove the channel “Operations”?"))
            let gone = try await client.browse(
                .post,
                "/settings/channels/ops-hook/remove",
                form: "revision=2"
            )
            #expect(gone.headers[.location] == "/settings/channels")
            let again = try await client.browse(
                .post,
                "/settings/deliveries/019abce0-0003-7a3b-8c4d-5e6f70819c01/replay",
                form: ""
            )
            #expect(again.headers[.location] == "/settings/channels?replayed=yes#deliveries")
        }
        let changes = site.plane.calls.filter {
            $0.hasPrefix("test") || $0.hasPrefix("remove") || $0.hasPrefix("replay")
        }
        #expect(
            changes == [
                "testChannel ops-hook", "removeChannel ops-hook 2",
                "replayDelivery 019abce0-0003-7a3b-8c4d-5e6f70819c01",
            ]
        )
    }

    @Test("a new webhook's secret is shown once, an address never (SEC-06)")
    func secretsAreShownOnce() async throws {
        let site = PageSite()
        try await site.test { client in
            let kinds = try await client.browse(.get, "/settings/channels/new").text
            for kind in ChannelKind.allCases {
                #expect(kinds.contains("/settings/channels/new?kind=\(kind.rawValue)"))
            }
            let empty = try await client.browse(.get, "/settings/channels/new?kind=webhook").text
            #expect(empty.contains("name=\"url\" type=\"url\" value=\"\""))
            let sent = form(
                hook.filter { $0.0 != "revision" } + [
                    ("id", "new"), ("url", "https://example.com/secret-path"),
                ]
            )
            let made = try await client.browse(.post, "/settings/channels", form: sent)
            #expect(made.status == .ok)
            #expect(made.text.contains("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
            #expect(!made.text.contains("secret-path"))
            let page = try await client.browse(.get, "/settings/channels/ops-hook").text
            #expect(page.contains("Leave it empty to go on sending to https://hooks.example.com."))
            #expect(!page.contains("whsec_Mf"))
        }
        #expect(site.plane.calls.contains("putChannel new absent Operations"))
    }

    @Test func whatIsRefusedStaysInTheFormButSecretsDoNot() async throws {
        let site = PageSite()
        let fault = Problem.Fault(
            "/url",
            .format,
            as: "channel_url_scheme",
            "The address does not begin with https://."
        )
        site.plane.refuse(
            "putChannel",
            with: Problem(.validationFailed, as: "one", "One value is invalid.", errors: [fault])
        )
        try await site.test { client in
            let sent = form(hook + [("url", "http://example.com/secret-path")])
            let page = try await client.browse(.post, "/settings/channels/ops-hook", form: sent)
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("The address does not begin with https://."))
            #expect(page.text.contains("value=\"Operations\""))
            #expect(!page.text.contains("secret-path"))
        }
    }
}
