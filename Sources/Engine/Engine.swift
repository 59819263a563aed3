package import Contract
package import Domain
package import Logging
package import Proofs
package import Store
package import Traces

/// What the product does, ready to serve callers and to work.
package struct Engine: Sendable {
    package let database: any Database
    package let signals: EngineSignals
    package let bundles: BundleShelf
    package let connections: ProviderConnections
    package let feed: EventFeed
    package let signIn: SignIn
    package let pulse = WorkerPulse()
    /// Signs the audit log; nil where there is no key.
    package let notary: Notary?
    /// The ids of the keys whose checkpoints count; nil for those that the database knows.
    let trustedKeys: Set<String>?
    let access: AccessSettings
    let passwords: PasswordHashes
    let preflights: PreflightShelf
    let overviews: OverviewShelf
    package let scans: ScanShelf
    let standings: StandingShelf
    let chats: ChatDesk
    let standingMetrics = StandingMetrics()
    /// How much all stored bundles may take together, in bytes; nil for no limit.
    let bundleStorage: Int64?
    /// How long a run may wait for an approval.
    let approvalWait: Duration
    let adapters: any AdapterSource
    let vault: CredentialVault
    /// Nil where the server fetches nothing by itself.
    let download: (any SkillDownload)?
    let messenger: any Messenger
    /// Nil where no language model is asked.
    let suggester: (any LineSuggester)?
    package let tracer: SpanTracer
    let logger: Logger
    let now: @Sendable () -> Timestamp

    package init(
        database: any Database,
        adapters: any AdapterSource,
        keys: any KeyStore = GivenKeys([]),
        download: (any SkillDownload)? = nil,
        messenger: (any Messenger)? = nil,
        suggester: (any LineSuggester)? = nil,
        logger: Logger,
        bundleStorage: Int64? = nil,
        approvalWait: Duration = .seconds(7 * 24 * 3600),
        access: AccessSettings = AccessSettings(),
        signingKey: SigningKey? = nil,
        trustedKeys: Set<String>? = nil,
        tracer: SpanTracer = SpanTracer(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.bundleStorage = bundleStorage
        self.approvalWait = approvalWait
        self.access = access
        passwords = PasswordHashes(access.passwordCost)
        self.database = database
        self.adapters = adapters
        self.logger = logger
        self.tracer = tracer
        self.now = now
        signals = EngineSignals(database.hints)
        bundles = BundleShelf(database)
        preflights = PreflightShelf(bundles)
        overviews = OverviewShelf(database, now: now)
        scans = ScanShelf(database, bundles, now: now)
        chats = ChatDesk(database)
        standings = StandingShelf(database, logger: logger, now: now)
        vault = CredentialVault(keys)
        self.download = download
        self.messenger = messenger ?? SilentMessenger()
        self.suggester = suggester
        connections = ProviderConnections(database, adapters: adapters, vault: vault)
        feed = EventFeed(database, signals: signals, logger: logger)
        signIn = SignIn(database, access: access, now: now)
        notary = signingKey.map { Notary(database, key: $0, now: now) }
        self.trustedKeys = trustedKeys
    }

    /// - Parameter caller: Who asks; belongs to the trace of the task that calls this, unless it says another.
    /// - Returns: What they may use.
    package func session(for caller: Caller) -> EngineSession {
        var caller = caller
        caller.trace = caller.trace ?? .current
        return EngineSession(engine: self, signedIn: caller)
    }

    package func worker(id: String, settings: WorkerSettings) -> Worker {
        Worker(
            id: id,
            database: database,
            bundles: bundles,
            scans: scans,
            connections: connections,
            signals: signals,
            settings: settings,
            pulse: pulse,
            tracer: tracer,
            logger: logger,
            now: now
        )
    }

    package func watchdog(lease: Duration = .seconds(15)) -> Watchdog {
        Watchdog(database: database, signals: signals, lease: lease, logger: logger, now: now)
    }

    /// Every node may have one: where all workers are gone, another kind of node has to notice.
    package func alertWatch(_ settings: AlertWatch.Settings = .init()) -> AlertWatch {
        AlertWatch(database: database, settings: settings, logger: logger, now: now)
    }

    package func auditWatch(_ settings: AuditWatch.Settings = .init()) -> AuditWatch {
        AuditWatch(database: database, trustedKeys: trustedKeys, settings: settings, logger: logger, now: now)
    }

    var deliveryDesk: DeliveryDesk {
        DeliveryDesk(database: database, vault: vault, messenger: messenger, now: now)
    }

    /// Every node may have one; the settings of how to send have to be the same.
    package func courier(_ settings: Courier.Settings = .init()) -> Courier {
        Courier(desk: deliveryDesk, settings: settings, logger: logger)
    }

    package func waveWatch(interval: Duration = .seconds(1)) -> WaveWatch {
        WaveWatch(self, interval: interval)
    }

    package func janitor(_ settings: Janitor.Settings = .init()) -> Janitor {
        Janitor(
            database: database,
            settings: settings,
            signals: signals,
            notary: notary,
            logger: logger,
            now: now
        )
    }
}
