package import Contract

/// Lets in whoever has the one token.
package struct FixtureFrontDoor: FrontDoor {
    package static let token = "sky_fixture-token"

    package let plane: FixtureControlPlane
    package var isReady: Bool

    package init(plane: FixtureControlPlane, isReady: Bool = true) {
        self.plane = plane
        self.isReady = isReady
    }

    package func signIn(
        bearer token: String?,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> any ControlPlane {
        guard token == Self.token, !plane.isTokenRevoked else {
            throw Problem(.authenticationRequired, "The token is missing, unknown, expired or revoked.")
        }
        return plane
    }

    package func readiness() async -> Readiness {
        Readiness(checks: [
            .init(name: "database", ok: isReady), .init(name: "workers", ok: true, detail: "2 alive"),
        ])
    }

    package func metrics() async -> String {
        (try? Fixtures.bytes("getMetrics.txt")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
