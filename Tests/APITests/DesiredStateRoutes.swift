import HTTPTypes

/// Requests about desired states.
enum DesiredStateRoutes {
    static let successes: [RouteTests.Success] = [
        .init(method: .get, uri: "/api/desired-state", status: 200, fixture: "getDesiredState"),
        .init(
            method: .post,
            uri: "/api/desired-state/plan",
            body: #"{"state":{"skills":[{"tag":"writing","providers":"all"}],"prune":true}}"#,
            status: 200,
            fixture: "planDesiredState"
        ),
    ]
}
