import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until the process is told to stop, and then lets them end in good order.
enum ServiceRun {
    /// - Parameters:
    ///   - services: Told to stop all at the same time, so that none uses up the time of another.
    ///   - grace: How long they may take to stop; then they are canceled.
    ///   - logger: For what goes wrong meanwhile.
    /// - Throws: What the service threw that ended them all.
    static func untilStopped(_ services: [any Service], grace: Duration, logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: Siblings(services: services))],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = grace
        try await ServiceGroup(configuration: configuration).run()
    }
}

/// Services that hear of a shutdown together; a `ServiceGroup` would stop them one after the other.
private struct Siblings: Service {
    let services: [any Service]

    /// Ended although nobody told it to.
    struct EndedEarly: Error {
        let service: String
    }

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services {
                group.addTask {
                    try await service.run()
                    guard Task.isShuttingDownGracefully || Task.isCancelled else {
                        throw EndedEarly(service: "\(type(of: service))")
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
