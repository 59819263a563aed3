import ArgumentParser

/// The server's settings as flags; the list itself is ``Setting/all``.
///
/// All are text here: ``Configuration`` checks flags and environment alike and names every fault at once.
struct ServerOptions: ParsableArguments {
    @Option(help: Setting.host.help())
    var host: String?

    @Option(help: Setting.port.help())
    var port: String?

    @Option(help: Setting.data.help(placeholder: "folder"))
    var data: String?

    @Option(help: Setting.databaseURL.help(placeholder: "url"))
    var databaseUrl: String?

    @Option(help: Setting.databaseConnections.help(placeholder: "number"))
    var databaseConnections: String?

    @Option(help: Setting.bundleStorage.help(placeholder: "MiB"))
    var bundleStorageMib: String?

    @Option(help: Setting.secretsKeyFile.help(placeholder: "file"))
    var secretsKeyFile: String?

    @Flag(help: Setting.urlImport.help())
    var urlImport = false

    @Option(help: Setting.urlImportHosts.help(placeholder: "hosts"))
    var urlImportHosts: String?

    @Option(help: Setting.role.help())
    var role: String?

    @Option(help: Setting.tlsCertificate.help(placeholder: "file"))
    var tlsCert: String?

    @Option(help: Setting.tlsKey.help(placeholder: "file"))
    var tlsKey: String?

    @Flag(help: Setting.allowInsecure.help())
    var allowInsecure = false

    @Option(help: Setting.workers.help(placeholder: "number"))
    var workers: String?

    @Option(help: Setting.leaseSeconds.help(placeholder: "seconds"))
    var leaseSeconds: String?

    @Option(help: Setting.shutdownSeconds.help(placeholder: "seconds"))
    var shutdownSeconds: String?

    @Option(help: Setting.retentionDays.help(placeholder: "days"))
    var retentionDays: String?

    @Option(help: Setting.approvalDays.help(placeholder: "days"))
    var approvalDays: String?
    @Option(help: Setting.driftHours.help(placeholder: "hours"))
    var driftHours: String?

    @Option(help: Setting.sessionIdleHours.help(placeholder: "hours"))
    var sessionIdleHours: String?

    @Option(help: Setting.sessionDays.help(placeholder: "days"))
    var sessionDays: String?

    @Option(help: Setting.trustedProxies.help(placeholder: "addresses"))
    var trustedProxies: String?

    @Option(help: Setting.requestsPerMinute.help(placeholder: "number"))
    var requestsPerMinute: String?

    @Option(help: Setting.anonymousRequestsPerMinute.help(placeholder: "number"))
    var anonymousRequestsPerMinute: String?

    @Option(help: Setting.streamsPerCaller.help(placeholder: "number"))
    var streamsPerCaller: String?

    @Option(help: Setting.publicURL.help(placeholder: "url"))
    var publicUrl: String?

    @Option(help: Setting.healthPort.help(placeholder: "port"))
    var healthPort: String?

    @Option(help: Setting.logLevel.help(placeholder: "level"))
    var logLevel: String?

    @Option(help: Setting.logFormat.help(placeholder: "form"))
    var logFormat: String?

    @Flag(help: Setting.simulators.help())
    var simulators = false

    @Option(help: Setting.simulatorPort.help())
    var simulatorPort: String?

    @Option(help: Setting.localFolders.help(placeholder: "where"))
    var localFolders: String?

    /// What was typed, by flag name.
    var typed: [String: String] {
        let options = [
            "host": host, "port": port, "data": data, "database-url": databaseUrl,
            "database-connections": databaseConnections, "bundle-storage-mib": bundleStorageMib, "role": role,
            "secrets-key-file": secretsKeyFile, "url-import": urlImport ? "true" : nil,
            "url-import-hosts": urlImportHosts,
            "tls-cert": tlsCert, "tls-key": tlsKey,
            "workers": workers, "lease-seconds": leaseSeconds, "shutdown-seconds": shutdownSeconds,
            "session-idle-hours": sessionIdleHours, "session-days": sessionDays,
            "trusted-proxies": trustedProxies, "public-url": publicUrl,
            "requests-per-minute": requestsPerMinute,
            "anonymous-requests-per-minute": anonymousRequestsPerMinute,
            "streams-per-caller": streamsPerCaller,
            "retention-days": retentionDays, "approval-days": approvalDays, "drift-hours": driftHours,
            "log-level": logLevel, "log-format": logFormat,
            "health-port": healthPort, "simulator-port": simulatorPort,
            "local-folders": localFolders,
            "allow-insecure": allowInsecure ? "true" : nil, "simulators": simulators ? "true" : nil,
        ]
        return options.compactMapValues(\.self)
    }

    func configuration(
        in context: CommandContext,
        forcing forced: [String: String] = [:]
    ) throws(ConfigurationError) -> Configuration {
        try Configuration.read(
            flags: typed.merging(forced) { $1 },
            environment: context.environment,
            workingFolder: context.workingFolder
        )
    }
}
