import API
import Contract
import Foundation
import Hummingbird
import Testing

/// Not a test but a server: `SKILLYARD_FIXTURE_PORT=8090 swift test --filter servesTheFixtures` answers every
/// operation with its fixture until it is stopped, for work on front ends without an engine.
@Suite struct FixtureServer {
    private static let port = ProcessInfo.processInfo.environment["SKILLYARD_FIXTURE_PORT"].flatMap {
        Int($0)
    }

    @Test(.enabled(if: port != nil, "only with SKILLYARD_FIXTURE_PORT"))
    func servesTheFixtures() async throws {
        var site = TestSite()
        site.limits = APILimits()
        let application = Application(
            router: try site.site().router(),
            configuration: .init(address: .hostname("127.0.0.1", port: Self.port ?? 0)),
            logger: site.logger
        )
        try await application.runService()
    }
}
