import Contract
import Domain
import Downloads
import NIOHTTP1
import Testing

@testable import Messaging

/// Names that lead where a test says.
private struct FixedResolver: HostResolver {
    var found: [String: [String]] = [:]

    func addresses(of host: String) async -> [IPAddress] { (found[host] ?? []).compactMap { IPAddress($0) } }
}

@Suite(.timeLimit(.minutes(5))) struct HookTests {
    private func messenger(allowsPrivate: Bool = true, _ found: [String: [String]] = [:]) -> ChannelMessenger
    {
        ChannelMessenger(
            .init(
                publicURL: "https://skills.example.com",
                allowsPrivate: allowsPrivate,
                limit: .seconds(60)
            ),
            resolver: FixedResolver(found: found)
        )
    }

    @Test("a webhook is signed and says which request it is about (OP-04)")
    func webhook() async throws {
        try await HookReceiver.with { receiver in
            let url = "http://127.0.0.1:\(receiver.port)/hook?key=a"
            let outcome = await messenger().send(Sample.outgoing(.webhook, to: url))
            #expect(outcome == .accepted(status: 204))
            let request = try #require(receiver.requests.first)
            #expect(request.head.method == .POST)
            #expect(request.head.uri == "/hook?key=a")
            let headers = request.head.headers
            #expect(headers["content-type"] == ["application/json"])
            let expected = WebhookSignature.headers(
                id: "019abce0-0003-7a3b-8c4d-5e6f70819c01",
                at: Sample.time,
                body: request.body,
                secret: Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            )
            for (name, value) in try #require(expected) { #expect(headers[name] == [value]) }
            let body = String(decoding: request.body, as: UTF8.self)
            #expect(body.contains(#""type":"alert.opened""#))
            #expect(body.contains(#""request_id":"request-1""#))
            #expect(body.contains(#""trace_id":"4bf92f3577b34da6a3ce929d0e0e4736""#))
            #expect(body.contains(#""runbook":"alert-"#))
            #expect(body.contains(#""url":"https://skills.example.com/alerts""#))
        }
    }

    @Test(arguments: [
        (HTTPResponseStatus.ok, "accepted"), (.gone, "refused"), (.badRequest, "refused"),
        (.notFound, "trouble"),
        (.internalServerError, "trouble"), (.found, "trouble"),
    ])
    func whatAnAnswerMeans(_ status: HTTPResponseStatus, _ meaning: String) async throws {
        let answer = HookReceiver.Answer(status: status, headers: ["location": "http://127.0.0.1:1/"])
        try await HookReceiver.with(answer) { receiver in
            let url = "http://127.0.0.1:\(receiver.port)/"
            let outcome = await messenger().send(Sample.outgoing(.slack, to: url))
            #expect("\(outcome)".hasPrefix(meaning), "\(outcome)")
            #expect(receiver.requests.count == 1)
        }
    }

    @Test func howLongToWaitIsHeard() {
        let moment = Sample.time
        for (text, wait) in [
            ("120", Duration.seconds(120)), ("0", .zero),
            (HTTPDate.text(moment + .seconds(60)), .seconds(60)),
            (HTTPDate.text(moment - .seconds(60)), .zero),
        ] {
            #expect(HookSender.retryAfter(text, at: moment) == wait, "\(text)")
        }
        for text in ["-1", "soon", ""] { #expect(HookSender.retryAfter(text, at: moment) == nil) }
    }

    @Test func whoeverDoesNotAnswerIsNotWaitedForLong() async throws {
        try await HookReceiver.with(.init(isSilent: true)) { receiver in
            let impatient = ChannelMessenger(.init(allowsPrivate: true, limit: .milliseconds(200)))
            let url = "http://127.0.0.1:\(receiver.port)/"
            let outcome = await impatient.send(Sample.outgoing(.discord, to: url))
            #expect(outcome == .trouble(status: nil, detail: "It did not answer in time."))
        }
    }

    @Test(
        "nothing is sent into a network of one's own unless that is allowed (SEC-09)",
        arguments: [
            ["127.0.0.1"], ["10.1.2.3"], ["169.254.169.254"], ["::1"], ["93.184.216.34", "192.168.0.1"],
        ]
    )
    func closedAddresses(_ addresses: [String]) async {
        let closed = messenger(allowsPrivate: false, ["hooks.example.com": addresses])
        let outcome = await closed.send(Sample.outgoing(.webhook, to: "https://hooks.example.com/a"))
        let detail = "The host has an address that is not on the public Internet."
        // Not for good: a name may lead elsewhere again.
        #expect(outcome == .trouble(status: nil, detail: detail))
    }

    @Test func theNextAddressIsTriedWhereNobodyListens() async throws {
        try await HookReceiver.with { receiver in
            // The receiver listens at one address of this machine only.
            let open = messenger(["hooks.example.com": ["::1", "127.0.0.2", "127.0.0.1"]])
            let url = "http://hooks.example.com:\(receiver.port)/"
            #expect(await open.send(Sample.outgoing(.slack, to: url)) == .accepted(status: 204))
            #expect(receiver.requests.count == 1)
        }
    }

    @Test func thePlacesWhereCloudsGiveKeysAwayStayClosed() async {
        let open = messenger([
            "hooks.example.com": ["169.254.169.254"], "public.example.com": ["93.184.216.34"],
            "amazon.example.com": ["fd00:ec2::254"], "google.example.com": ["fd20:ce::254"],
        ])
        for url in [
            "http://hooks.example.com/", "https://hooks.example.com/", "http://public.example.com/",
            "http://amazon.example.com/", "https://google.example.com/",
        ] {
            let outcome = await open.send(Sample.outgoing(.webhook, to: url))
            let details = [
                "The host has an address that is not on the public Internet.",
                "Plain HTTP goes to this machine and private networks only.",
            ]
            #expect(details.contains { outcome == .trouble(status: nil, detail: $0) }, "\(url)")
        }
    }

    @Test(arguments: [
        ("https://hooks.example.com/a?b=c", false, "https://hooks.example.com"),
        ("HTTPS://Hooks.Example.com", false, "https://hooks.example.com"),
        ("https://hooks.example.com:8443/", false, "https://hooks.example.com:8443"),
        ("https://hooks.example.com:443/", false, "https://hooks.example.com"),
        ("http://localhost:8080/x", true, "http://localhost:8080"),
        ("http://[::1]:8080/x", true, "http://[::1]:8080"),
        ("http://localhost:8080/x", false, nil), ("https://localhost/x", false, nil),
        ("https://user@hooks.example.com/", false, nil), ("https://hooks.example.com:0/", false, nil),
        ("https://hooks example.com/", false, nil), ("https://0x7f.1/", false, nil),
        ("https://127.1/", true, nil), ("https://", false, nil), ("ftp://hooks.example.com/", true, nil),
        ("https://-a.example.com/", false, nil), ("https://hooks.example.com/\r\nx: y", false, nil),
        ("https://[::1/", true, nil), ("https://[::1]x/", true, nil), ("https://a..example.com/", false, nil),
    ])
    func addressesAreReadNarrowly(_ text: String, _ allowsPrivate: Bool, _ origin: String?) {
        let found = try? messenger(allowsPrivate: allowsPrivate).origin(of: Secret(text), .webhook)
        #expect(found == origin)
    }
}
