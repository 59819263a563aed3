import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct AlertRouteTests {
    private static let alert = "/api/alerts/\(TestSite.run)"

    static let successes: [RouteTests.Success] = [
        .init(method: .get, uri: "/api/alerts", status: 200, fixture: "listAlerts"),
        .init(
            method: .get,
            uri: "/api/alerts?rule=queue-age&provider=gemini",
            status: 200,
            fixture: "listAlerts"
        ),
        .init(method: .get, uri: "/api/alerts/\(TestSite.run)", status: 200, fixture: "getAlert"),
        .init(
            method: .post,
            uri: "/api/alerts/\(TestSite.run)/acknowledge",
            body: #"{"reason":"The vendor knows."}"#,
            status: 200,
            fixture: "acknowledgeAlert"
        ),
        .init(
            method: .post,
            uri: "/api/alerts/\(TestSite.run)/snooze",
            body: #"{"until":"2026-11-23T09:00:00Z","reason":null}"#,
            status: 200,
            fixture: "snoozeAlert"
        ),
        .init(method: .get, uri: "/api/alert-rules", status: 200, fixture: "listAlertRules"),
        .init(method: .get, uri: "/api/alert-rules/queue-age", status: 200, fixture: "getAlertRule"),
        .init(method: .get, uri: "/api/alert-rules/dry-run", status: 200, fixture: "getAlertRule"),
        .init(
            method: .put,
            uri: "/api/alert-rules/queue-age",
            body: #"{"title":"Queue","condition":{"kind":"queue_age","minutes":30},"severity":null}"#,
            status: 201,
            fixture: "putAlertRule"
        ),
        .init(
            method: .delete,
            uri: "/api/alert-rules/queue-age",
            status: 200,
            fixture: "removeAlertRule"
        ),
        .init(
            method: .post,
            uri: "/api/alert-rules/dry-run",
            body: #"{"condition":{"kind":"target_failed","codes":["timeout"]},"days":7}"#,
            status: 200,
            fixture: "dryRunAlertRule"
        ),
        .init(
            method: .post,
            uri: "/api/alert-rules/dry-run",
            body: #"{"condition":{"kind":"credential_expiring","within_days":null}}"#,
            status: 200,
            fixture: "dryRunAlertRule"
        ),
        .init(method: .get, uri: "/api/failures?limit=10000", status: 200, fixture: "listFailures"),
        .init(
            method: .post,
            uri: "/api/failures/acknowledge",
            body:
                #"{"cause":{"provider":"claude","code":"timeout"},"last_at":"2026-11-22T10:00:00Z","reason":"old"}"#,
            status: 200,
            fixture: "acknowledgeFailures"
        ),
        .init(
            method: .post,
            uri: "/api/failures/retry",
            body: #"{"cause":{"provider":"claude","code":"timeout","signature":null}}"#,
            status: 200,
            fixture: "retryFailures"
        ),
    ]

    struct Fault: Sendable, CustomTestStringConvertible {
        let uri: String
        let body: String
        let faults: [String]

        var testDescription: String { "\(uri) \(body)" }
    }

    private static let faults: [Fault] = [
        .init(uri: alert + "/acknowledge", body: "{}", faults: ["/reason required"]),
        .init(uri: alert + "/snooze", body: #"{"until":"soon"}"#, faults: ["/until format"]),
        .init(
            uri: "/api/alert-rules/dry-run",
            body: #"{"condition":{"kind":"audit_broken","minutes":3}}"#,
            faults: ["/condition/minutes unknown"]
        ),
        .init(
            uri: "/api/alert-rules/dry-run",
            body: #"{"condition":{"kind":"failure_rate","percent":101},"days":91}"#,
            faults: [
                "/condition/percent range", "/condition/window_minutes required",
                "/condition/at_least required", "/days range",
            ]
        ),
        .init(
            uri: "/api/alert-rules/dry-run",
            body: #"{"condition":{"kind":"run_failed","outcomes":["success"],"codes":["nonsense"]}}"#,
            faults: ["/condition/outcomes/0 format", "/condition/codes/0 format"]
        ),
        .init(
            uri: "/api/alert-rules/dry-run",
            body: #"{"condition":{"kind":"credential_expiring","within_days":366,"minutes":1}}"#,
            faults: ["/condition/within_days range", "/condition/minutes unknown"]
        ),
        .init(
            uri: "/api/failures/acknowledge",
            body: #"{"cause":{"provider":"claude"},"last_at":"2026-11-22T10:00:00Z","reason":"old"}"#,
            faults: ["/cause/code required"]
        ),
        .init(uri: "/api/failures/retry", body: "{}", faults: ["/cause required"]),
        .init(
            uri: "/api/failures/retry",
            body: #"{"cause":{"code":"nonsense"},"runs":[]}"#,
            faults: ["/cause/provider required", "/cause/code choice", "/runs unknown"]
        ),
        .init(uri: "/api/drift/checks", body: "{}", faults: ["/provider required"]),
        .init(
            uri: "/api/drift/repair",
            body: #"{"provider":"Open AI","skills":[]}"#,
            faults: ["/provider format", "/skills range"]
        ),
        .init(uri: "/api/drift/\(TestSite.run)/accept", body: "{}", faults: ["/reason required"]),
    ]

    @Test("every fault of a request about alerts is named (AL-02, AL-03)", arguments: faults)
    func namesEveryFault(_ fault: Fault) async throws {
        let site = TestSite()
        try await site.test { client in
            let answer = try await client.ask(.post, fault.uri, body: fault.body)
            #expect(answer.status == .unprocessableContent)
            let problem = try JSON.decode(Problem.self, from: answer.body.readableBytesView)
            #expect(problem.errors.map { "\($0.pointer) \($0.code)" } == fault.faults)
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test func aRuleIsOnlyChangedAsItWasRead() async throws {
        let site = TestSite()
        try await site.test { client in
            let body = #"{"title":"Queue","condition":{"kind":"queue_age","minutes":30}}"#
            let blind = try await client.ask(.put, "/api/alert-rules/queue-age", body: body)
            #expect(blind.status.code == 428)
            let read = try await client.ask(.get, "/api/alert-rules/queue-age")
            let tag = try #require(read.headers[.eTag])
            #expect(tag == "\"2\"")
            let put = try await client.ask(
                .put,
                "/api/alert-rules/queue-age",
                body: body,
                headers: [.ifMatch: tag]
            )
            #expect(put.status == .created)
            #expect(put.headers[.location] == "/api/alert-rules/queue-age")
        }
        #expect(site.plane.calls.last == "putAlertRule queue-age 2 Queue")
    }
}
