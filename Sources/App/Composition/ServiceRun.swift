import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until the process is told to stop, and then lets them end in good order.
///
/// The first SIGTERM or SIGINT asks them to stop. A SIGINT after that ends the process at once, as somebody at a
/// terminal expects of a second Ctrl-C; a repeated SIGTERM says nothing new. Nothing is lost by ending at once:
/// whoever takes over looks at the providers first.
enum ServiceRun {
    /// - Parameters:
    ///   - services: Told to stop all at the same time, so that none uses up the time of another.
    ///   - grace: How long they may take to stop; then they are canceled.
    ///   - logger: For what goes wrong meanwhile.
    ///   - onStopping: Called once, when the stop begins.
    /// - Throws: What the service threw that ended them all.
    static func untilStopped(
        _ services: [any Service],
        grace: Duration,
        logger: Logger,
        onStopping: @escaping @Sendable () -> Void
    ) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: Siblings(services: services))],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = grace
        let group = ServiceGroup(configuration: configuration)
        // Before anything runs: a signal that comes early must not be missed.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await obey(signals, stopping: group, onStopping: onStopping) }
            // Not as a child: the services are what this waits for, the signals go on until they have ended.
            defer { tasks.cancelAll() }
            try await group.run()
        }
    }

    private static func obey(
        _ signals: UnixSignalsSequence,
        stopping group: ServiceGroup,
        onStopping: @Sendable () -> Void
    ) async {
        var isStopping = false
        for await signal in signals {
            if !isStopping {
                isStopping = true
                onStopping()
                await group.triggerGracefulShutdown()
            } else if signal == .sigint {
                _exit(128 + SIGINT)
            }
        }
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
            // Not `waitForAll`: that waits for the others, who would work on, before it says what one threw.
            while try await group.next() != nil {}
        }
    }
}
