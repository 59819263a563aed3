import Foundation
import Store
import StorePostgres

/// A PostgreSQL server of the tests' own: in a temporary folder, on a free port, gone with the process.
///
/// The server's own shell waits for the end of a pipe that this process holds open, so nothing is left behind even
/// when the process is killed.
package final class PostgresCluster: Sendable {
    package enum Transport: Sendable {
        case socket
        /// By the loopback address, with the password.
        case tcp
    }

    package enum Restart: String, Sendable {
        case fast
        /// As after a power cut.
        case immediate
    }

    package static let user = "skillyard"
    package static let password = "open-sesame-4711"

    package let port: Int
    private let root: URL
    private let programs: ServerPrograms
    private let guardian: Guardian
    private let administration: Administration
    private let template = TemplateDatabase()

    private static let starting = Task.detached { try await start() }

    /// The server that tests share which do it no harm.
    package static var shared: PostgresCluster {
        get async throws { try await starting.value }
    }

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - fsync: Whether what is committed survives a power cut.
    ///   - certificate: What it shows of itself to those who ask for TLS; without one it offers none.
    /// - Returns: The server, ready for connections.
    /// - Throws: ``FixtureError``
    package static func start(
        fsync: Bool = false,
        certificate: CertificateAuthority.Certificate? = nil
    ) async throws -> PostgresCluster {
        try await offTheCooperativePool { try PostgresCluster(fsync: fsync, certificate: certificate) }
    }

    private init(fsync: Bool, certificate: CertificateAuthority.Certificate?) throws {
        programs = try ServerPrograms()
        port = try freeLoopbackPort()
        root = try programs.makeFolder()
        guardian = try Guardian(folder: root, programs: programs)
        administration = Administration("host=\(root.path) port=\(port) user=\(Self.user) dbname=postgres")
        try initialize(fsync: fsync)
        if let certificate { try show(certificate) }
        try programs.run("pg_ctl", ["-D", data.path, "-l", log.path, "-w", "-t", "60", "start"])
    }

    /// Where it keeps its data, its log and its socket.
    package var folder: String { root.path }

    private var data: URL { root.appending(path: "data") }
    private var log: URL { root.appending(path: "log") }

    private func initialize(fsync: Bool) throws {
        let passwordFile = root.appending(path: "password")
        try Self.password.write(to: passwordFile, atomically: false, encoding: .utf8)
        try programs.giveAway(passwordFile)
        try programs.run(
            "initdb",
            [
                "-D", data.path, "-U", Self.user, "--pwfile=\(passwordFile.path)", "--no-sync",
                "--auth-local=trust", "--auth-host=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8",
            ]
        )
        let settings = """
            port = \(port)
            listen_addresses = '127.0.0.1'
            unix_socket_directories = '\(root.path)'
            max_connections = 400
            shared_buffers = 64MB
            fsync = \(fsync ? "on" : "off")
            full_page_writes = \(fsync ? "on" : "off")
            deadlock_timeout = 100ms
            autovacuum = off
            wal_level = minimal
            max_wal_senders = 0
            logging_collector = off

            """
        try configure(settings)
    }

    private func configure(_ settings: String) throws {
        let file = try FileHandle(forWritingTo: data.appending(path: "postgresql.conf"))
        try file.seekToEnd()
        try file.write(contentsOf: Data(settings.utf8))
        try file.close()
    }

    private func show(_ certificate: CertificateAuthority.Certificate) throws {
        for (name, content) in [("server.pem", certificate.chain), ("server.key", certificate.key)] {
            let file = root.appending(path: name)
            // The server refuses a key that others may read.
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
            guard FileManager.default.createFile(atPath: file.path, contents: content, attributes: attributes)
            else { throw FixtureError(description: "\(file.path) cannot be written") }
            try programs.giveAway(file)
        }
        try configure(
            """
            ssl = on
            ssl_cert_file = '\(root.path)/server.pem'
            ssl_key_file = '\(root.path)/server.key'

            """
        )
    }

    /// The connection string of a database.
    package func url(_ database: String, over transport: Transport = .socket) -> String {
        switch transport {
        case .socket: "postgres:///\(database)?host=\(root.path)&port=\(port)&user=\(Self.user)"
        case .tcp: url(database, throughHosts: "127.0.0.1:\(port)")
        }
    }

    func url(_ database: String, throughHosts hosts: String) -> String {
        "postgres://\(Self.user):\(Self.password)@\(hosts)/\(database)"
    }

    /// Makes a database of one test's own, at the newest schema or empty.
    ///
    /// - Returns: The database; who made it drops it.
    /// - Throws: ``FixtureError``
    package func createDatabase(migrated: Bool) async throws -> TestDatabase {
        let source = migrated ? try await template.name { try await self.migrate("migrated") } : "template0"
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        // Copying hundreds of small files whole takes less than half the time of copying them page by page through the log.
        try await administration.run("CREATE DATABASE \(name) TEMPLATE \(source) STRATEGY file_copy")
        return TestDatabase(name: name, cluster: self)
    }

    private func migrate(_ name: String) async throws -> String {
        try await administration.run("CREATE DATABASE \(name) TEMPLATE template0")
        let database = try PostgresDatabase(url: url(name), connections: 1)
        try await Migrator().run(on: database)
        await database.close()
        return name
    }

    /// Runs a statement as the server's administrator.
    ///
    /// - Returns: The first column of the first row.
    /// - Throws: ``FixtureError``
    @discardableResult
    package func ask(_ statement: String) async throws -> String? {
        try await administration.run(statement)
    }

    /// Stops the server and starts it again.
    package func restart(_ mode: Restart) async throws {
        try await stopServer(mode)
        try await startServer()
    }

    package func stopServer(_ mode: Restart) async throws {
        try await offTheCooperativePool { [self] in
            try programs.run("pg_ctl", ["-D", data.path, "-m", mode.rawValue, "-w", "-t", "60", "stop"])
        }
    }

    package func startServer() async throws {
        try await offTheCooperativePool { [self] in
            try programs.run("pg_ctl", ["-D", data.path, "-l", log.path, "-w", "-t", "60", "start"])
        }
    }

    /// Stops the server for good and removes its folder.
    package func remove() async throws {
        try await offTheCooperativePool { [self] in guardian.release() }
    }
}
