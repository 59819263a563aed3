import Contract
import Downloads
import NIOHTTP1
import Synchronization
import Testing

@testable import Messaging

/// Notes which names it is asked for, and knows none.
private final class NotingResolver: HostResolver {
    private let asked = Mutex<[String]>([])

    var names: [String] { asked.withLock(\.self) }

    func addresses(of host: String) async -> [IPAddress] {
        asked.withLock { $0.append(host) }
        return []
    }
}

@Suite(.timeLimit(.minutes(5))) struct ReplySenderTests {
    private static let hosts: Set = ["hooks.slack.com"]

    @Test func aReplyIsSentAsJSON() async throws {
        try await HookReceiver.with { receiver in
            let sender = ReplySender(to: [], allowsLoopback: true) { Sample.time }
            let address = Secret("http://127.0.0.1:\(receiver.port)/commands/1?a=b")
            #expect(await sender.send(Array(#"{"text":"a"}"#.utf8), to: address))
            let request = try #require(receiver.requests.first)
            #expect(request.head.uri == "/commands/1?a=b")
            #expect(request.head.headers["content-type"] == ["application/json"])
            #expect(String(decoding: request.body, as: UTF8.self) == #"{"text":"a"}"#)
        }
    }

    @Test func whatIsNotTakenIsSaid() async throws {
        try await HookReceiver.with(HookReceiver.Answer(status: .notFound)) { receiver in
            let sender = ReplySender(to: [], allowsLoopback: true) { Sample.time }
            #expect(await !sender.send([], to: Secret("http://127.0.0.1:\(receiver.port)/")))
        }
    }

    /// Whoever wrote the request chose the address.
    @Test(arguments: [
        "http://hooks.slack.com/x", "https://hooks.slack.com:8443/x", "https://hooks.slack.com.example.com/x",
        "https://example.com/hooks.slack.com", "https://hooks.slack.com@example.com/x",
        "https://example.com#@hooks.slack.com/", "https://slack.com/x", "https://169.254.169.254/latest",
        "http://127.0.0.1:1/", "https://127.0.0.1/", "file:///etc/passwd", "",
    ])
    func onlyNamedHostsAreSentTo(_ address: String) async {
        let resolver = NotingResolver()
        let sender = ReplySender(to: Self.hosts, resolver: resolver) { Sample.time }
        #expect(await !sender.send([], to: Secret(address)))
        #expect(resolver.names.isEmpty)
    }

    @Test(arguments: ["https://hooks.slack.com/commands/1", "https://HOOKS.slack.com:443/commands/1"])
    func theNamedOneIsLookedUp(_ address: String) async {
        let resolver = NotingResolver()
        let sender = ReplySender(to: Self.hosts, resolver: resolver) { Sample.time }
        #expect(await !sender.send([], to: Secret(address)))
        #expect(resolver.names == ["hooks.slack.com"])
    }

    @Test func thisMachineIsOnlyForTests() async throws {
        try await HookReceiver.with { receiver in
            let sender = ReplySender(to: ["127.0.0.1"]) { Sample.time }
            #expect(await !sender.send([], to: Secret("http://127.0.0.1:\(receiver.port)/")))
            #expect(receiver.requests.isEmpty)
        }
    }
}
