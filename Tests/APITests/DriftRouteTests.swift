import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct DriftRouteTests {
    static let successes: [RouteTests.Success] = [
        .init(method: .get, uri: "/api/drift", status: 200, fixture: "listDrift"),
        .init(
            method: .get,
            uri: "/api/drift?provider=openai&skill=a&state=all&limit=5",
            status: 200,
            fixture: "listDrift"
        ),
        .init(method: .get, uri: "/api/drift/checks", status: 200, fixture: "listDriftChecks"),
        .init(
            method: .post,
            uri: "/api/drift/checks",
            body: #"{"provider":"openai"}"#,
            status: 202,
            fixture: "checkDrift"
        ),
        .init(
            method: .post,
            uri: "/api/drift/repair",
            body: #"{"provider":"openai","skills":null}"#,
            status: 200,
            fixture: "planDriftRepair"
        ),
        .init(
            method: .post,
            uri: "/api/drift/\(TestSite.run)/accept",
            body: #"{"reason":"On purpose."}"#,
            status: 200,
            fixture: "acceptDrift"
        ),
    ]
}
