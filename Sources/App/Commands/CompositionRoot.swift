package import Contract
package import Domain
package import Engine
package import Store

/// What the commands ask of the composition root: the only place that makes the objects behind them.
package protocol CompositionRoot: Sendable {
    /// The server's operations as this address and token may use them; nothing is sent yet.
    ///
    /// - Throws: ``Problem`` when the address cannot be used.
    func connect(to server: ServerAddress) throws -> any ControlPlane
    /// What the server says about itself without a token.
    ///
    /// - Throws: ``Problem`` with `unavailable` when nobody answers.
    func probe(_ server: ServerAddress) async throws -> ServerProbe
    /// Whether an OpenID provider can be found and used, from this machine.
    ///
    /// - Returns: How many keys it signs with.
    /// - Throws: ``IdentityFailure``
    func probe(issuer: String) async throws(IdentityFailure) -> Int
    /// Runs the server or worker until it is told to stop.
    func serve(_ configuration: Configuration, console: Console) async throws
    /// Brings the database to the newest schema.
    ///
    /// - Returns: One sentence on what was done.
    func migrate(_ configuration: Configuration) async throws -> String
    /// Copies a SQLite database into a file while servers go on.
    ///
    /// - Throws: ``CommandRefusal``; no file was made then.
    func backUp(_ location: Configuration.DatabaseLocation, to file: String, replacing: Bool) async throws
        -> BackupReport
    /// Copies everything from one database into another, empty one.
    ///
    /// - Throws: ``CommandRefusal``; nothing was copied then.
    func copy(_ order: CopyOrder, progress: @escaping @Sendable (TransferProgress) -> Void) async throws
        -> TransferReport
    /// What seals the stored credentials, as far as this machine has it.
    ///
    /// - Throws: ``CommandRefusal``
    func secretsStatus(_ location: Configuration.DatabaseLocation, _ keys: SecretKeys) async throws
        -> CredentialRotation.Status
    /// Seals every stored credential with a new key, or goes on with what an earlier call began.
    ///
    /// - Throws: ``CommandRefusal``; what was sealed anew stays so.
    func rotateSecrets(_ location: Configuration.DatabaseLocation, _ keys: SecretKeys) async throws
        -> CredentialRotation.Report
    /// Forgets the keys that seal nothing any more.
    ///
    /// - Throws: ``CommandRefusal``
    func pruneSecrets(_ location: Configuration.DatabaseLocation, _ keys: SecretKeys) async throws -> [String]
    /// Runs the vendor simulators alone until told to stop; without a folder they keep records in memory.
    func simulate(host: String, port: Int, dataFolder: String?, console: Console) async throws
}

/// What a server says about itself to anybody.
package struct ServerProbe: Equatable, Sendable {
    package let readiness: Readiness
    /// Its clock, from the `Date` header: whole seconds.
    package let serverTime: Timestamp?
    /// Nil when it does not say.
    package let apiVersion: String?

    package init(readiness: Readiness, serverTime: Timestamp?, apiVersion: String?) {
        self.readiness = readiness
        self.serverTime = serverTime
        self.apiVersion = apiVersion
    }
}
