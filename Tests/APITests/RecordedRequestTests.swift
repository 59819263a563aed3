import API
import Contract
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Requests
import Testing
import Traces

/// Which requests are recorded as spans.
@Suite struct RecordedRequestTests {
    private static let wanted: HTTPFields = [
        header("traceparent"): "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    ]

    /// A flood that is refused must not push out what is looked for.
    @Test func whatTheLimitOfRequestsRefusesIsNotRecorded() async throws {
        let queue = SpanQueue()
        var site = TestSite()
        site.tracer = SpanTracer(into: queue)
        site.limits = APILimits(requests: RequestLimits(.init(perCaller: nil, perAddress: 2)))
        try await site.test { client in
            var statuses: [HTTPResponse.Status] = []
            for _ in 0..<5 {
                let answer = try await client.ask(
                    .get,
                    "/api/skills",
                    headers: Self.wanted,
                    signedIn: false
                )
                statuses.append(answer.status)
                // Refused or not, it has its place.
                #expect(
                    answer.headers[header("traceresponse")]?.contains("4bf92f3577b34da6a3ce929d0e0e4736")
                        == true
                )
            }
            #expect(
                statuses == [.unauthorized, .unauthorized] + Array(repeating: .tooManyRequests, count: 3)
            )
        }
        #expect(queue.take(upTo: 10).count == 2)
    }

    /// Whoever has signed in may have its own trace recorded, and nobody else more than the usual share.
    @Test func onlyWhoHasSignedInSaysWhatIsRecorded() async throws {
        let queue = SpanQueue()
        var site = TestSite()
        site.tracer = SpanTracer(into: queue, percent: 0)
        site.limits = APILimits(requests: RequestLimits(.init(perCaller: 100, perAddress: 100)))
        try await site.test { client in
            _ = try await client.ask(.get, "/api/skills", headers: Self.wanted, signedIn: false)
            #expect(queue.take(upTo: 10).isEmpty)
            // The first shows that the token is good.
            for _ in 0..<2 { _ = try await client.ask(.get, "/api/skills", headers: Self.wanted) }
            #expect(queue.take(upTo: 10).count == 1)
        }
    }
}
