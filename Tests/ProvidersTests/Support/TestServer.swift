import Hummingbird
import Logging

/// Serves `router` on a free port while `body` runs.
func withServer(
    _ router: Router<BasicRequestContext>,
    _ body: @escaping @Sendable (_ address: String) async throws -> Void
) async throws {
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    let application = Application(
        router: router,
        configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) },
        logger: Logger(label: "test-server") { _ in SwiftLogNoOpLogHandler() }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        for await port in ports {
            try await body("http://127.0.0.1:\(port)")
            break
        }
        group.cancelAll()
    }
}
