package import Foundation

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
    let folder: URL
    let programs: ServerPrograms
    private let guardian: Guardian
    let administration: Administration
    private let template = TemplateDatabase()

    private static let starting = Task.detached { try await start() }

    /// The server that tests share which do it no harm.
    package static var shared: PostgresCluster {
        get async throws { try await starting.value }
    }

    /// Starts a server; with `fsync`, what is committed survives a power cut.
    package static func start(fsync: Bool = false) async throws -> PostgresCluster {
        try await offTheCooperativePool { try PostgresCluster(fsync: fsync) }
    }

    private init(fsync: Bool) throws {
        programs = try ServerPrograms()
        port = try freeLoopbackPort()
        folder = try programs.makeFolder()
        guardian = try Guardian(folder: folder, programs: programs)
        administration = Administration("host=\(folder.path) port=\(port) user=\(Self.user) dbname=postgres")
        try initialize(fsync: fsync)
        try programs.run("pg_ctl", ["-D", data.path, "-l", log.path, "-w", "-t", "60", "start"])
    }

    var data: URL { folder.appending(path: "data") }
    package var log: URL { folder.appending(path: "log") }

    private func initialize(fsync: Bool) throws {
        let passwordFile = folder.appending(path: "password")
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
            unix_socket_directories = '\(folder.path)'
            max_connections = 400
            shared_buffers = 64MB
            fsync = \(fsync ? "on" : "off")
            full_page_writes = \(fsync ? "on" : "off")
            deadlock_timeout = 100ms
            logging_collector = off

            """
        let file = try FileHandle(forWritingTo: data.appending(path: "postgresql.conf"))
        try file.seekToEnd()
        try file.write(contentsOf: Data(settings.utf8))
        try file.close()
    }

    /// The connection string of a database.
    package func url(_ database: String, over transport: Transport = .socket) -> String {
        switch transport {
        case .socket: "postgres:///\(database)?host=\(folder.path)&port=\(port)&user=\(Self.user)"
        case .tcp: "postgres://\(Self.user):\(Self.password)@127.0.0.1:\(port)/\(database)"
        }
    }

    /// Makes a database of one test's own, at the newest schema or empty.
    ///
    /// - Returns: Its name.
    /// - Throws: ``FixtureError``
    package func createDatabase(migrated: Bool) async throws -> String {
        let source = migrated ? try await template.name(in: self) : "template0"
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        try await administration.run("CREATE DATABASE \(name) TEMPLATE \(source)")
        return name
    }

    package func dropDatabase(_ name: String) async throws {
        try await administration.run("DROP DATABASE \(name) WITH (FORCE)")
    }

    /// Ends the connections to a database.
    package func terminateConnections(to database: String) async throws {
        try await administration.run(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '\(database)'"
        )
    }

    /// Asks the server a question.
    ///
    /// - Returns: The first column of the first row.
    package func ask(_ question: String) async throws -> String? {
        try await administration.run(question)
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
