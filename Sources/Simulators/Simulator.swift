import FoundationEssentials
import Hummingbird
import Logging
import ServiceLifecycle

/// Look-alikes of OpenAI's, Claude's and Google's skill interfaces, and of an in-house registry, on one port.
///
/// `docs/simulators.md` says what they do and how faults are scripted.
package struct Simulator: Service {
    private let options: SimulatorOptions
    private let onReady: @Sendable (Int) -> Void
    fileprivate let responder: SimulatorResponder

    /// - Parameters:
    ///   - options: Where to listen and what to keep.
    ///   - onReady: Called with the port once connections are accepted.
    /// - Throws: When the data directory cannot be read or written.
    package init(
        options: SimulatorOptions = SimulatorOptions(),
        onReady: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws {
        self.options = options
        self.onReady = onReady
        responder = SimulatorResponder(
            desk: try FrontDesk(options),
            maximumBodyBytes: options.maximumBodyBytes
        )
    }

    /// Serves until it is canceled or shut down.
    package func run() async throws {
        var logger = Logger(label: "skillyard.simulators")
        // Scripted faults break connections on purpose; what breaks by accident is thrown.
        logger.logLevel = .critical
        let onReady = onReady
        let application = Application(
            responder: responder,
            configuration: .init(address: .hostname(options.host, port: options.port), backlog: 4096),
            onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) },
            logger: logger
        )
        let held = responder.desk.held
        // Requests that a script leaves hanging must not keep the server from stopping.
        try await withGracefulShutdownHandler {
            try await application.run()
        } onGracefulShutdown: {
            held.releaseAll()
        }
    }

    /// Runs one in this process until ``RunningSimulator/stop()``.
    ///
    /// - Throws: When it cannot listen or cannot use its data directory.
    package static func start(
        options: SimulatorOptions = SimulatorOptions()
    ) async throws -> RunningSimulator {
        let (ready, continuation) = AsyncThrowingStream<Int, any Error>.makeStream()
        let simulator = try Simulator(options: options) { port in
            continuation.yield(port)
            continuation.finish()
        }
        // It outlives this call; `stop()` ends it.
        let task = Task {
            do {
                try await simulator.run()
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        for try await port in ready {
            return RunningSimulator(
                host: options.host,
                port: port,
                desk: simulator.responder.desk,
                task: task
            )
        }
        throw CancellationError()
    }
}

extension FrontDesk {
    init(_ options: SimulatorOptions) throws {
        if let directory = options.dataDirectory {
            try FileManager.default.createDirectory(
                at: URL(filePath: directory),
                withIntermediateDirectories: true
            )
        }
        let file = { (vendor: SimulatedVendor) in
            options.dataDirectory.map { "\($0)/\(vendor.rawValue).jsonl" }
        }
        vendors = [
            RegistrySimulator(entries: try Shelf(file: file(.http))),
            OpenAISimulator(
                skills: try Shelf(file: file(.openai)),
                behavior: options.openAI,
                now: options.now
            ),
            ClaudeSimulator(
                skills: try Shelf(file: file(.claude)),
                behavior: options.claude,
                now: options.now
            ),
            GoogleSimulator(
                skills: try Shelf(file: file(.google)),
                behavior: options.google,
                now: options.now
            ),
        ]
    }
}
