import API
import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct ChannelRouteTests {
    static let successes: [RouteTests.Success] = [
        .init(method: .get, uri: "/api/channels", status: 200, fixture: "listChannels"),
        .init(method: .get, uri: "/api/channels/ops-hook", status: 200, fixture: "getChannel"),
        .init(
            method: .put,
            uri: "/api/channels/ops-hook",
            body: #"{"name":"Operations","kind":"webhook","url":"https://example.com/x","recipients":null}"#,
            status: 201,
            fixture: "putChannel"
        ),
        .init(method: .delete, uri: "/api/channels/ops-hook", status: 200, fixture: "removeChannel"),
        .init(method: .post, uri: "/api/channels/ops-hook/test", status: 200, fixture: "testChannel"),
        .init(method: .get, uri: "/api/deliveries", status: 200, fixture: "listDeliveries"),
        .init(
            method: .post,
            uri: "/api/deliveries/\(TestSite.run)/replay",
            status: 200,
            fixture: "replayDelivery"
        ),
    ]

    private static let faults: [(body: String, faults: [String])] = [
        ("{}", ["/kind required", "/name required"]),
        (
            #"{"name":"","kind":"fax","language":"fr","severities":["bad"],"rules":["Not one"]}"#,
            ["/kind choice", "/language choice", "/name length", "/rules/0 format", "/severities/0 format"]
        ),
        (
            #"{"name":"N","kind":"email","recipients":["a"],"escalate_minutes":0,"colour":"red"}"#,
            ["/colour unknown", "/escalate_minutes range", "/recipients/0 format"]
        ),
    ]

    @Test("every fault of a channel is named (AL-02)", arguments: faults)
    func namesEveryFault(_ body: String, _ faults: [String]) async throws {
        let site = TestSite()
        try await site.test { client in
            let answer = try await client.ask(
                .put,
                "/api/channels/ops-hook",
                body: body,
                headers: [.ifMatch: "*"]
            )
            #expect(answer.status == .unprocessableContent)
            let problem = try JSON.decode(Problem.self, from: answer.body.readableBytesView)
            #expect(problem.errors.map { "\($0.pointer) \($0.code)" }.sorted() == faults)
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test func aChannelIsOnlyChangedAsItWasRead() async throws {
        let site = TestSite()
        try await site.test { client in
            let tag = try #require(try await client.ask(.get, "/api/channels/ops-hook").headers[.eTag])
            #expect(tag == "\"2\"")
            let body = #"{"name":"Operations","kind":"webhook"}"#
            let put = try await client.ask(
                .put,
                "/api/channels/ops-hook",
                body: body,
                headers: [.ifMatch: tag]
            )
            #expect(put.headers[.location] == "/api/channels/ops-hook")
        }
        #expect(site.plane.calls.last == "putChannel ops-hook 2 Operations")
    }
}
