import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until the process is told to stop, and then lets them end in good order.
enum ServiceRun {
    /// - Parameters:
    ///   - services: In the order they depend on each other; they stop in the opposite one.
    ///   - grace: How long they may take to stop.
    ///   - logger: For what goes wrong meanwhile.
    /// - Throws: What the service threw that ended them all.
    static func untilStopped(_ services: [any Service], grace: Duration, logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = grace
        try await ServiceGroup(configuration: configuration).run()
    }
}
