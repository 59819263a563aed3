import Contract
import Synchronization

/// Counts requests by vendor and route.
final class RequestLedger: Sendable {
    private let counts = Mutex<[SimulatedVendor: [String: Int]]>([:])

    /// Counts one request; `route` is such as `POST /v1/skills`.
    func count(_ vendor: SimulatedVendor, _ route: String) {
        counts.withLock { $0[vendor, default: [:]][route, default: 0] += 1 }
    }

    func reset() {
        counts.withLock { $0 = [:] }
    }

    var counted: RequestCounts {
        let counts = counts.withLock { $0 }
        return RequestCounts(
            vendors: Dictionary(
                uniqueKeysWithValues: SimulatedVendor.allCases.map { vendor in
                    (vendor.rawValue, counts[vendor] ?? [:])
                }
            )
        )
    }
}

/// How often each route of each vendor was called, refused and failed calls included.
package struct RequestCounts: Equatable, Sendable {
    /// By vendor, then by method and route such as `POST /v1/skills/{skill_id}/versions`.
    package let vendors: [String: [String: Int]]

    package func total(of vendor: SimulatedVendor) -> Int {
        vendors[vendor.rawValue]?.values.reduce(0, +) ?? 0
    }

    /// As `{"openai": {"total": 1, "routes": {"POST /v1/skills": 1}}, …}`.
    var json: JSONValue {
        .object(
            vendors.mapValues { routes in
                [
                    "total": .integer(routes.values.reduce(0, +)),
                    "routes": .object(routes.mapValues(JSONValue.integer)),
                ]
            }
        )
    }
}
