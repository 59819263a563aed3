import PostgresFixture
import Store
import StorePostgres
import Testing

/// `sslmode=verify-full` against a server with TLS and a certificate of an authority of its own.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PostgresTLSTests {
    private static let host = "db.example.test"

    /// The right authority and the right name.
    @Test func theServerThatIsMeantIsTalkedToInSecret() async throws {
        try await withSecureServer { server in
            try await server.with(host: Self.host, trusting: server.authority) { database in
                let rows = try await database.read {
                    try $0.run(
                        "SELECT CAST(CAST(ssl AS INTEGER) AS BIGINT) AS secret FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
                    )
                }
                #expect(try rows.map { try $0.integer("secret") } == [1])
                try await Migrator().run(on: database)
                // The connection that hints go over, too.
                let (hints, heard) = AsyncStream<Hint>.makeStream()
                let listener = Task { await database.hints?.received { heard.yield($0) } }
                #expect(await hints.first { _ in true } != nil)
                listener.cancel()
            }
        }
    }

    @Test func whoeverItIsThatAnotherAuthoritySignedForIsRefused() async throws {
        try await withSecureServer { server in
            let stranger = try await CertificateAuthority.make()
            try await server.expectRefusal(
                host: Self.host,
                trusting: stranger.file,
                """
                PostgreSQL's certificate is not trusted: let sslrootcert name the file of the authority that signed \
                it, and make sure that it has not expired
                """
            )
            try stranger.remove()
        }
    }

    @Test func anotherServerOfTheSameAuthorityIsRefused() async throws {
        try await withSecureServer { server in
            try await server.expectRefusal(
                host: "another.example.test",
                trusting: server.authority.file,
                """
                PostgreSQL's certificate was made for another host: use a host name that stands in it, or have one \
                made for the name you use
                """
            )
        }
    }

    @Test func withoutTheFileOfTheAuthorityNobodyIsTrusted() async throws {
        try await withSecureServer { server in
            try await server.expectRefusal(
                host: Self.host,
                trusting: "/nowhere/secret-4711.pem",
                "the file that sslrootcert names is missing or cannot be read"
            )
        }
    }

    @Test func aServerWithoutTLSIsNotTalkedToInTheOpen() async throws {
        let authority = try await CertificateAuthority.make()
        let server = SecureServer(cluster: try await PostgresCluster.shared, authority: authority)
        try await server.expectRefusal(
            host: Self.host,
            trusting: authority.file,
            "PostgreSQL offers no TLS, and sslmode asks for it: set ssl = on at the server"
        )
        try authority.remove()
    }

    private func withSecureServer(_ body: (SecureServer) async throws -> Void) async throws {
        let authority = try await CertificateAuthority.make()
        let cluster = try await PostgresCluster.start(
            certificate: try await authority.certificate(for: Self.host)
        )
        try await body(SecureServer(cluster: cluster, authority: authority))
        try await cluster.remove()
        try authority.remove()
    }
}

private struct SecureServer {
    let cluster: PostgresCluster
    let authority: CertificateAuthority

    /// Runs `body` with the database that is found under a name, as if the system had looked it up.
    func with(
        host: String,
        trusting authority: CertificateAuthority,
        _ body: (PostgresDatabase) async throws -> Void
    ) async throws {
        let database = try database(host: host, trusting: authority.file)
        try await body(database)
        await database.close()
    }

    /// The words hold neither the password nor a path.
    func expectRefusal(host: String, trusting file: String, _ words: String) async throws {
        let database = try database(host: host, trusting: file)
        await #expect(throws: StoreError.unavailable(words)) { try await database.ping() }
        await database.close()
    }

    private func database(host: String, trusting file: String) throws -> PostgresDatabase {
        try PostgresDatabase(
            url: """
                postgres://\(PostgresCluster.user):\(PostgresCluster.password)@\(host):\(cluster.port)/postgres\
                ?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=\(file)
                """,
            connections: 2
        )
    }
}
