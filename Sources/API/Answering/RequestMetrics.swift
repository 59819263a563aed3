import CoreMetrics
import HTTPTypes
import Hummingbird

/// Counts requests by route and how they were answered, and how long answers took to begin.
///
/// A route is its template, never the path that was asked for; what no route takes is one route of its own.
enum RequestMetrics {
    /// Who is served: programs, people, or whatever watches the node.
    enum Surface: String {
        case api
        case pages
        case watch

        init(_ route: String) {
            switch route {
            case "/healthz", "/readyz", "/metrics": self = .watch
            default: self = route.hasPrefix("/api/") || route == "/openapi.json" ? .api : .pages
            }
        }
    }

    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete]

    static func answered(
        _ method: HTTPRequest.Method,
        _ route: String?,
        _ status: HTTPResponse.Status,
        after duration: Duration
    ) {
        let route = route ?? "none"
        Counter(
            label: "skillyard_http_requests_total",
            dimensions: [
                ("method", methods.contains(method) ? method.rawValue : "other"), ("route", route),
                ("status", "\(status.code / 100)xx"),
            ]
        )
        .increment()
        Timer(
            label: "skillyard_http_request_duration_seconds",
            dimensions: [("surface", Surface(route).rawValue)]
        )
        .recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }
}
