package import Downloads
package import Requests

/// What the server was told to be, checked as a whole.
package struct Configuration: Equatable, Sendable {
    package enum Role: String, CaseIterable, Sendable {
        case all
        case api
        case worker
    }

    package enum DatabaseLocation: Equatable, Sendable {
        case sqlite(path: String)
        /// May hold a password: never log it.
        case postgres(url: String)
    }

    package struct TLSFiles: Equatable, Sendable {
        package let certificate: String
        package let key: String
    }

    /// Where the folders of local agents are rooted.
    package enum LocalFolders: String, CaseIterable, Sendable {
        case none
        /// Below the data folder, so that a first try touches nobody's home.
        case demo
        case home
    }

    package enum LogFormat: String, CaseIterable, Sendable {
        case text
        case json
    }

    package let host: String
    package let port: Int
    /// Absolute.
    package let dataFolder: String
    package let database: DatabaseLocation
    package let databaseConnections: Int
    /// For all stored bundles together, in bytes; nil for no limit.
    package let bundleStorage: Int64?
    package let bootstrapToken: String?
    /// Gets its rights from `migrate`.
    package let databaseRole: String?
    /// Absolute; nil for the one in the data folder.
    package let signingKeyFile: String?
    /// Nil for the keys that the database knows.
    package let trustedKeys: Set<String>?
    /// Where the keys lie that credentials are sealed with.
    package let secretKeys: SecretKeys
    /// Which hosts skills are fetched from; nil when none are.
    package let importHosts: AllowedHosts?
    package let role: Role
    package let tls: TLSFiles?
    package let workers: Int
    package let lease: Duration
    package let shutdownGrace: Duration
    /// How long ended runs are kept; nil for ever.
    package let runsKept: Duration?
    /// How long a run waits for an approval.
    package let approvalWait: Duration
    /// How often providers are read back; nil for only when somebody asks.
    package let driftEvery: Duration?
    /// A session that nobody used for so long has ended.
    package let sessionIdle: Duration
    package let sessionLife: Duration
    package let proxies: TrustedProxies
    package let requestQuotas: RequestLimits.Quotas
    /// Event streams of one caller; nil for any number.
    package let streamsPerCaller: Int?
    /// Where browsers reach the pages, without a slash at the end; nil where nobody said.
    package let publicURL: String?
    /// Nil where people sign in here only.
    package let identityProvider: IdentityProviderSettings?
    /// How people are told of alerts.
    package let channels: ChannelOptions
    /// Nil where no language model is asked.
    package let languageModel: LanguageModelOptions?
    /// Nil where no commands come from Slack.
    package let slack: SlackOptions?
    package let observing: Observing
    /// A level of swift-log, by name.
    package let logLevel: String
    package let logFormat: LogFormat
    package let simulators: Bool
    package let simulatorPort: Int
    package let localFolders: LocalFolders

    /// Where the simulators keep the vendors' records, so that they survive a restart as the database does.
    package var simulatorFolder: String { dataFolder + "/simulators" }

    package var tokenFile: TokenFile { TokenFile(dataFolder: dataFolder) }

    package var keyFile: KeyFile {
        signingKeyFile.map { KeyFile(path: $0, mayBeMade: false) }
            ?? KeyFile(path: dataFolder + "/keys/audit.pem", mayBeMade: true)
    }

    /// Files and folders with keys of the program's own; no provider's credential may be read from them.
    package var secretFiles: [String] {
        [
            dataFolder + "/keys", tokenFile.path, keyFile.path, secretKeys.path, tls?.key,
            identityProvider?.secretFile, channels.mailPasswordFile, slack?.secretFile,
            languageModel?.keyFile,
        ].compactMap(\.self)
    }

    /// An address to reach a server at that listens on `host`.
    static func reachable(_ host: String) -> String {
        ["0.0.0.0", "::", ""].contains(host) ? "127.0.0.1" : host
    }

    /// Where a person or command on this machine reaches the server listening on `port`.
    package func url(port: Int) -> String {
        let reachable = Self.reachable(host)
        let name = reachable.contains(":") ? "[\(reachable)]" : reachable
        return "\(tls == nil ? "http" : "https")://\(name):\(port)"
    }
}
