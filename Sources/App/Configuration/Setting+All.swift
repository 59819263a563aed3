extension Setting {
    package static let all: [Setting] = server + vendors + command

    static let host = Setting(
        flag: "host",
        variable: "SKILLYARD_HOST",
        fallback: "127.0.0.1",
        "Address to listen on. Beyond loopback it needs TLS or --allow-insecure."
    )
    static let port = Setting(
        flag: "port",
        variable: "SKILLYARD_PORT",
        .integer(0...65_535),
        fallback: "8080",
        "Port to listen on; 0 takes any free one."
    )
    static let data = Setting(
        flag: "data",
        variable: "SKILLYARD_DATA",
        .path,
        fallback: "var",
        "Folder for the SQLite database, the first token and the demo's agent folders."
    )
    static let databaseURL = Setting(
        flag: "database-url",
        variable: "SKILLYARD_DATABASE_URL",
        secret: true,
        "`sqlite:PATH` or `postgres://…`. Without it: SQLite in the data folder."
    )
    static let databaseConnections = Setting(
        flag: "database-connections",
        variable: "SKILLYARD_DATABASE_CONNECTIONS",
        .integer(1...128),
        fallback: "8",
        unit: "connections",
        "Connections of this node to PostgreSQL; SQLite takes no heed of it."
    )
    static let bundleStorage = Setting(
        flag: "bundle-storage-mib",
        variable: "SKILLYARD_BUNDLE_STORAGE_MIB",
        .integer(0...16_777_216),
        fallback: "10240",
        unit: "MiB",
        "How much all stored skills may take together, packed; more are refused then. 0 is no limit."
    )
    static let bootstrapToken = Setting(
        variable: "SKILLYARD_BOOTSTRAP_TOKEN",
        secret: true,
        "An administrator's token, at least 20 characters, made known at each start; one that was revoked stays "
            + "so. Without it a random one is made, and shown once, while nobody could sign in."
    )
    static let databaseRole = Setting(
        variable: "SKILLYARD_DATABASE_ROLE",
        .text,
        "A role of PostgreSQL that `skillyard migrate` gives what a server needs and no more: of the audit log it may "
            + "read and add. The server's connection string then names that role."
    )
    static let signingKeyFile = Setting(
        variable: "SKILLYARD_SIGNING_KEY_FILE",
        .path,
        "PEM file with the Ed25519 key that signs checkpoints of the audit log and evidence. Without it: "
            + "`keys/audit.pem` in the data folder, made at the first start."
    )
    static let trustedKeys = Setting(
        variable: "SKILLYARD_TRUSTED_KEYS",
        .text,
        "Ids of the keys whose checkpoints count, separated by commas. Without it: those that the database knows."
    )
    static let secretsKey = Setting(
        variable: "SKILLYARD_SECRETS_KEY",
        secret: true,
        "Keys that stored credentials are sealed with: each 32 bytes in base64, the newest first, with commas between "
            + "them."
    )
    static let secretsKeyFile = Setting(
        flag: "secrets-key-file",
        variable: "SKILLYARD_SECRETS_KEY_FILE",
        .path,
        "File with such keys, one a line. Without either: on SQLite `keys/secrets` in the data folder, made when it "
            + "is needed; on PostgreSQL credentials cannot be stored."
    )
    static let urlImport = Setting(
        flag: "url-import",
        variable: "SKILLYARD_URL_IMPORT",
        .toggle,
        fallback: "false",
        "Let operators have the server fetch skills by https from hosts that anybody on the Internet can reach."
    )
    static let urlImportHosts = Setting(
        flag: "url-import-hosts",
        variable: "SKILLYARD_URL_IMPORT_HOSTS",
        .text,
        "Only from these hosts: names with commas between them, `*.example.com` for all below one, `:8443` for another "
            + "port than 443. Without it, any host at port 443."
    )
    static let role = Setting(
        flag: "role",
        variable: "SKILLYARD_ROLE",
        .choice(["all", "api", "worker"]),
        fallback: "all",
        "What this node does: answer requests, carry out runs, or both."
    )
    static let tlsCertificate = Setting(
        flag: "tls-cert",
        variable: "SKILLYARD_TLS_CERT",
        .path,
        "PEM file with the certificate chain; goes with --tls-key."
    )
    static let tlsKey = Setting(
        flag: "tls-key",
        variable: "SKILLYARD_TLS_KEY",
        .path,
        "PEM file with the certificate's private key."
    )
    static let allowInsecure = Setting(
        flag: "allow-insecure",
        variable: "SKILLYARD_ALLOW_INSECURE",
        .toggle,
        fallback: "false",
        "Listen beyond loopback without TLS: only behind something that adds it."
    )
    static let workers = Setting(
        flag: "workers",
        variable: "SKILLYARD_WORKERS",
        .integer(1...10_000),
        fallback: "4096",
        unit: "targets",
        "Targets this node works on at once over all providers; each provider has a limit of its own below that."
    )
    static let leaseSeconds = Setting(
        flag: "lease-seconds",
        variable: "SKILLYARD_LEASE_SECONDS",
        .integer(5...3600),
        fallback: "15",
        unit: "seconds",
        "How long a silent worker keeps a target before another may take it."
    )
    static let shutdownSeconds = Setting(
        flag: "shutdown-seconds",
        variable: "SKILLYARD_SHUTDOWN_SECONDS",
        .integer(0...600),
        fallback: "20",
        unit: "seconds",
        "How long work in progress may take after a request to stop."
    )
    static let retentionDays = Setting(
        flag: "retention-days",
        variable: "SKILLYARD_RETENTION_DAYS",
        .integer(0...36_500),
        fallback: "0",
        unit: "days",
        "How long ended runs are kept; 0 keeps all. Kept is also what put there what stands, what others go by, and the audit log."
    )
    static let approvalDays = Setting(
        flag: "approval-days",
        variable: "SKILLYARD_APPROVAL_DAYS",
        .integer(1...365),
        fallback: "7",
        unit: "days",
        "How long a run waits for an approval; if nobody has decided by then, it is refused."
    )
    static let driftHours = Setting(
        flag: "drift-hours",
        variable: "SKILLYARD_DRIFT_HOURS",
        .integer(0...720),
        fallback: "6",
        unit: "hours",
        "How often each provider is read back and compared with what was installed there; 0 is only when somebody asks."
    )
    static let sessionIdleHours = Setting(
        flag: "session-idle-hours",
        variable: "SKILLYARD_SESSION_IDLE_HOURS",
        .integer(1...720),
        fallback: "12",
        unit: "hours",
        "A session that nobody used for so long ends."
    )
    static let sessionDays = Setting(
        flag: "session-days",
        variable: "SKILLYARD_SESSION_DAYS",
        .integer(1...365),
        fallback: "7",
        unit: "days",
        "A session ends then, however much it is used."
    )
    static let trustedProxies = Setting(
        flag: "trusted-proxies",
        variable: "SKILLYARD_TRUSTED_PROXIES",
        .text,
        "Addresses or networks of proxies, such as `10.0.0.0/8,127.0.0.1`, whose `X-Forwarded-For` says who is asking. "
            + "Without it the other end of the connection is."
    )
    static let requestsPerMinute = Setting(
        flag: "requests-per-minute",
        variable: "SKILLYARD_REQUESTS_PER_MINUTE",
        .integer(0...60_000_000),
        unit: "requests",
        "How much one token or session may ask of this node in a minute; 0 is no limit. Without it 12000, or 600000 "
            + "where only this machine can reach the server and no proxy is named."
    )
    static let anonymousRequestsPerMinute = Setting(
        flag: "anonymous-requests-per-minute",
        variable: "SKILLYARD_ANONYMOUS_REQUESTS_PER_MINUTE",
        .integer(0...60_000_000),
        unit: "requests",
        "How much may come from one address in a minute without a valid sign-in; 0 is no limit. Without it 1200, or "
            + "60000 where only this machine can reach the server and no proxy is named."
    )
    static let streamsPerCaller = Setting(
        flag: "streams-per-caller",
        variable: "SKILLYARD_STREAMS_PER_CALLER",
        .integer(0...10_000),
        unit: "streams",
        "How many event streams one token or session may hold open on this node; 0 is no limit. Without it 50, or "
            + "5000 where only this machine can reach the server and no proxy is named."
    )
    static let simulators = Setting(
        flag: "simulators",
        variable: "SKILLYARD_SIMULATORS",
        .toggle,
        fallback: "false",
        "Start look-alikes of OpenAI, Claude and Gemini inside, and register them as sandboxes where no key is set."
    )
    static let simulatorPort = Setting(
        flag: "simulator-port",
        variable: "SKILLYARD_SIMULATOR_PORT",
        .integer(0...65_535),
        fallback: "0",
        "Port of the simulators, on loopback; 0 takes any free one, and sandboxes follow at each start."
    )
    static let localFolders = Setting(
        flag: "local-folders",
        variable: "SKILLYARD_LOCAL_FOLDERS",
        .choice(["none", "demo", "home"]),
        fallback: "none",
        "Register the folders of local agents: below `home/` in the data folder (demo) or your real home (home)."
    )

    static let server =
        [
            host, port, data, databaseURL, databaseConnections, bundleStorage, bootstrapToken,
            databaseRole, signingKeyFile, trustedKeys, secretsKey, secretsKeyFile, urlImport, urlImportHosts,
            role, tlsCertificate, tlsKey, allowInsecure, workers, leaseSeconds, shutdownSeconds,
            retentionDays, approvalDays, driftHours, sessionIdleHours, sessionDays, trustedProxies,
            requestsPerMinute, anonymousRequestsPerMinute, streamsPerCaller, logLevel, logFormat,
            simulators, simulatorPort, localFolders,
        ] + openID + channels + slack + languageModels + observing

    /// Whether a variable belongs to the program or its database's client, so that nobody may send it to a vendor.
    static func isOwn(_ variable: String) -> Bool {
        variable.hasPrefix("PG") || server.contains { $0.variable == variable }
    }
}
