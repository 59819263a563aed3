import API
import AsyncHTTPClient
import Contract
import CoreMetrics
import Domain
import Downloads
import Engine
import FoundationEssentials
import Hummingbird
import LanguageModel
import Logging
import NIOSSL
import OpenID
import Providers
import Requests
import ServiceLifecycle
import Simulators
import Store
import Traces
import Web

/// One running server: the object graph, made in the order its parts depend on each other.
struct Node {
    /// What a stop may take beside work in progress, and before the last spans are sent.
    static let rest = Duration.seconds(5)

    let configuration: Configuration
    let console: Console
    private let environment: [String: String]
    let logger: Logger

    init(_ configuration: Configuration, console: Console, environment: [String: String]) {
        self.configuration = configuration
        self.console = console
        self.environment = SeedProviders.withSandboxKey(environment)
        var logger = Logger(label: "skillyard") { configuration.logFormat.handler(label: $0) }
        logger.logLevel = Logger.Level(rawValue: configuration.logLevel) ?? .info
        self.logger = logger
    }

    /// Serves until told to stop.
    ///
    /// - Throws: ``Problem`` when it cannot start.
    func run() async throws {
        let registry = PrometheusRegistry(describing: MetricDescriptions.all)
        MetricsSystem.bootstrap(registry)
        // The database may lie elsewhere, but the token is always kept here.
        try DataFolder.make(configuration.dataFolder)
        let metrics = NodeMetrics(registry, try await Databases.openMigrated(configuration))
        metrics.begin(configuration)
        let database = metrics.database
        let traces = NodeTraces(configuration.observing)
        metrics.count(traces.queue)
        let clock = SharedClock(database, logger: logger, local: Clock.now)
        do { try await clock.compare() } catch StoreError.unavailable(let reason) {
            throw Problem(.unavailable, "The database cannot be used: \(reason).")
        }
        try await sendingTraces(traces) {
            try await HTTPClient.withHTTPClient(configuration: traces.clientSettings) { client in
                let engine = try engine(on: database, client, clock, traces.tracer)
                try await begin(engine, try identityProvider(client, clock), clock: clock, metrics: metrics)
            }
        }
    }

    /// Prepares what has to be there, and serves until told to stop.
    private func begin(
        _ engine: Engine,
        _ provider: RelyingParty?,
        clock: SharedClock,
        metrics: NodeMetrics
    ) async throws {
        let newToken = try await firstToken(engine)
        let setupCode = try await setupCode(engine, newToken)
        try await warnWithoutOwnAdministrator(engine)
        await sign(engine)
        try await engine.prepareAlerts()
        try await withSimulators { simulator in
            let providers = try await Seeding(engine, configuration: configuration, environment: environment)
                .register(simulators: simulator.map(SeedProviders.SimulatorAddresses.init(of:)))
            try await serve(engine, provider, clock: clock, metrics: metrics) { port in
                announce(port: port, newToken: newToken, setupCode: setupCode, providers: providers)
            }
            await sign(engine)
        }
    }

    private func engine(
        on database: any Database,
        _ client: HTTPClient,
        _ clock: SharedClock,
        _ tracer: SpanTracer
    ) throws -> Engine {
        let signingKey = try signingKey()
        return Engine(
            database: database,
            adapters: adapters(client),
            keys: configuration.secretKeys.store,
            download: configuration.importHosts.map { HTTPSDownload(hosts: $0) },
            messenger: messenger,
            suggester: configuration.languageModel.map {
                ChatCompletions($0.settings, client: client, logger: logger)
            },
            logger: logger,
            bundleStorage: configuration.bundleStorage,
            approvalWait: configuration.approvalWait,
            access: AccessSettings(
                sessionIdle: configuration.sessionIdle,
                sessionLife: configuration.sessionLife,
                external: configuration.identityProvider?.access ?? ExternalAccess(grants: [])
            ),
            signingKey: signingKey,
            trustedKeys: configuration.trustedKeys,
            tracer: tracer,
            now: { clock.now() }
        )
    }

    private func serve(
        _ engine: Engine,
        _ provider: RelyingParty?,
        clock: SharedClock,
        metrics: NodeMetrics,
        onReady: @escaping @Sendable (Int) -> Void
    ) async throws {
        var services: [any Service] = [clock, HintReceiver(engine.signals)]
        services += [engine.alertWatch(), engine.auditWatch(), engine.courier()]
        if configuration.role != .api { services += workers(of: engine) }
        if let health = try healthServer(of: engine, metrics: metrics) { services.append(health) }
        if configuration.role != .worker {
            // Nobody reads events where nobody is served, and reading along costs as much as writing them.
            services.append(engine.feed)
            let slack = slackDoor(to: engine)
            services += slack?.services ?? []
            services.append(try server(of: engine, provider, slack?.door, metrics: metrics, onReady: onReady))
        }
        let grace = configuration.shutdownGrace + Self.rest
        do {
            try await ServiceRun.untilStopped(services, grace: grace, logger: logger) {
                console.note(
                    "Stopping: work in progress may take up to \(configuration.shutdownGrace.brief); "
                        + "Ctrl-C again ends at once."
                )
            }
        } catch {
            throw Problem.listening(error, on: configuration.host, configuration.port, .port)
        }
    }

    private func adapters(_ client: HTTPClient) -> AdapterCatalog {
        AdapterCatalog(
            httpClient: client,
            homeDirectory: environment["HOME"] ?? "/",
            stateDirectory: configuration.dataFolder + "/folders",
            secrets: ReferencedSecrets(
                environment: environment.filter { !Setting.isOwn($0.key) },
                closed: configuration.secretFiles
            ),
            now: Clock.now
        )
    }

    private func workers(of engine: Engine) -> [any Service] {
        let settings = WorkerSettings(
            lease: configuration.lease,
            grace: configuration.shutdownGrace,
            capacity: configuration.workers
        )
        return [
            engine.worker(id: UUIDv7.make(at: Clock.now()), settings: settings),
            engine.watchdog(lease: configuration.lease),
            engine.driftWatch(DriftWatch.Settings(every: configuration.driftEvery)),
            engine.waveWatch(),
            engine.janitor(Janitor.Settings(runsKept: configuration.runsKept)),
        ]
    }

    private func firstToken(_ engine: Engine) async throws -> String? {
        let file = configuration.tokenFile
        return try await engine.bootstrap(given: configuration.bootstrapToken) { secret in
            do {
                try file.write(secret)
            } catch let failure as SystemError {
                throw Problem(
                    .unavailable,
                    "The first token cannot be written to \(failure.path): \(failure.reason). "
                        + "Mend that and start again."
                )
            }
        }
    }

    /// Nil where a token was given: such a server's output is kept, and its owner can make accounts with that.
    private func setupCode(_ engine: Engine, _ newToken: String?) async throws -> String? {
        guard configuration.bootstrapToken == nil, configuration.role != .worker else { return nil }
        return try await engine.setupCode(besides: newToken)
    }

    /// Runs `body` with the simulators, if they are wanted, and stops them however it ends.
    private func withSimulators(_ body: (RunningSimulator?) async throws -> Void) async throws {
        guard configuration.simulators else { return try await body(nil) }
        let simulator: RunningSimulator
        do {
            simulator = try await startSimulators()
        } catch {
            throw Problem.listening(error, on: "127.0.0.1", configuration.simulatorPort, .simulatorPort)
        }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(simulator))
        } catch {
            outcome = .failure(error)
        }
        await simulator.stop()
        try outcome.get()
    }

    private func startSimulators() async throws -> RunningSimulator {
        var options = SimulatorOptions(
            port: configuration.simulatorPort,
            dataDirectory: configuration.simulatorFolder
        )
        // Google holds the id of a deleted skill back for a day; somebody trying things out need not wait.
        options.google.reservedSeconds = 0
        return try await Simulator.start(options: options)
    }
}
