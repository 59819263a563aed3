import CoreMetrics
import HTTPTypes
import Hummingbird

/// Counts requests by route and how they were answered, and how long answers took to begin.
///
/// A route is its template, never the path that was asked for; what no route takes is one route of its own.
package enum RequestMetrics {
    /// Who is served: programs, people, or whatever watches the node.
    enum Surface: String {
        case api
        case pages
        case watch

        init(_ route: String) {
            switch route {
            case "/healthz", "/readyz", "/metrics": self = .watch
            default:
                self = RequestMetrics.isForPrograms(route) || route == "/openapi.json" ? .api : .pages
            }
        }
    }

    /// Whether what stands there takes tokens, and no cookies before them.
    static func isForPrograms(_ path: String) -> Bool {
        path.hasPrefix("/api/") || path == "/mcp" || path.hasPrefix("/integrations/")
    }

    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete]

    private static var errors: Counter { Counter(label: "skillyard_http_errors_total") }

    /// Has errors counted from 0.
    package static func beginCounting() { errors.increment(by: 0) }

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
        if status.code >= 500 { errors.increment() }
        Timer(
            label: "skillyard_http_request_duration_seconds",
            dimensions: [("surface", Surface(route).rawValue)]
        )
        .recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }
}
