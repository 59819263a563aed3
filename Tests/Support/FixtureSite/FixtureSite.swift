import Contract
import Fixtures
import Hummingbird
import Logging
import Web

/// The pages over the sample answers of `docs/fixtures`, for whoever works on them:
/// `swift run FixtureSite 8090`, then sign in with `sky_fixture-token`.
///
/// `role=admin` shows what administrators see, `empty` what somebody sees who has just begun,
/// `without=overview,runs` what is seen while those cannot be asked for, `blocked` a plan that the scan blocks.
@main
enum FixtureSite {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8090
        let plane = FixtureControlPlane(runs: SampleRuns(waiting: true, waved: true))
        plane.empty(CommandLine.arguments.contains("empty"))
        if CommandLine.arguments.contains("blocked") { plane.blockThePlan() }
        let without = CommandLine.arguments.first { $0.hasPrefix("without=") }
        for operation in without?.dropFirst("without=".count).split(separator: ",") ?? [] {
            let detail: Phrase = "The database cannot be used right now."
            plane.refuse(String(operation), with: Problem(.unavailable, as: "database", detail))
        }
        let role = CommandLine.arguments.first { $0.hasPrefix("role=") }
        if let role = role.flatMap({ Role(rawValue: String($0.dropFirst("role=".count))) }) {
            plane.act(as: role)
        }
        let site = try WebSite(
            frontDoor: FixtureFrontDoor(plane: plane),
            logger: Logger(label: "fixture-site"),
            now: { sampleTime }
        )
        let router = Router()
        site.addRoutes(to: router) { _ in "00000000-0000-7000-8000-000000000000" }
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port))
        )
        try await application.runService()
    }

    /// Shortly after the samples were taken, so that "ago" reads the same on every day.
    private static let sampleTime = Timestamp("2026-11-22T10:05:00Z") ?? Timestamp(microseconds: 0)
}
