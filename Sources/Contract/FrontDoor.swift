/// Where a front end takes a caller's credential and gets what that caller may use.
package protocol FrontDoor: Sendable {
    /// - Parameters:
    ///   - token: The bearer token.
    ///   - requestID: What the history names the request by.
    ///   - source: The front door the caller came through, for the history.
    /// - Returns: What the caller may use.
    /// - Throws: ``Problem`` with `authentication_required` when the token is missing, unknown, expired or
    ///   revoked.
    func signIn(
        bearer token: String?,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> any ControlPlane
    /// Whether this node can take requests; cheap enough to ask every second.
    func readiness() async -> Readiness
    /// The metrics in the Prometheus text format, version 0.0.4.
    func metrics() async -> String
}

/// The answer of `/readyz`: ready when every check is.
package struct Readiness: Codable, Equatable, Sendable {
    package struct Check: Codable, Equatable, Sendable {
        package let name: String
        package let ok: Bool
        package let detail: String?

        package init(name: String, ok: Bool, detail: String? = nil) {
            self.name = name
            self.ok = ok
            self.detail = detail
        }
    }

    package let checks: [Check]
    package var ready: Bool { checks.allSatisfy(\.ok) }

    package init(checks: [Check]) {
        self.checks = checks
    }

    enum CodingKeys: String, CodingKey {
        case ready
        case checks
    }

    package init(from decoder: any Decoder) throws {
        checks = try decoder.container(keyedBy: CodingKeys.self).decode([Check].self, forKey: .checks)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(ready, forKey: .ready)
        try values.encode(checks, forKey: .checks)
    }
}
