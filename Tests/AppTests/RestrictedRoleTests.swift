import App
import AsyncHTTPClient
import Client
import Contract
import Foundation
import PostgresFixture
import Store
import StorePostgres
import Testing

/// SEC-11: the program itself as a role of PostgreSQL that only adds to the audit log.
@Suite(.serialized) struct RestrictedRoleTests {
    private let role = "app_" + UUID().uuidString.lowercased().replacing("-", with: "")
    private let token = "restricted-test-token-0123456789"

    @Test(.timeLimit(.minutes(5)))
    func aServerRunsAsARoleThatCannotTouchTheLog() async throws {
        let cluster = try await PostgresCluster.shared
        let place = try await cluster.createDatabase(migrated: false)
        try await cluster.ask("CREATE ROLE \(role) LOGIN")
        let url = place.url().replacing("user=\(PostgresCluster.user)", with: "user=\(role)")
        try await inFolder { folder in
            // Before the owner has migrated, the role can do nothing, and is told what to do.
            #expect(try run(["migrate"], url, in: folder) == 1)
            #expect(try run(["migrate"], place.url(), in: folder, granting: role) == 0)
            #expect(try run(["migrate"], place.url(), in: folder, granting: "nobody") == 1)
            try await serve(url, in: folder)
            let log = try String(contentsOf: folder.appending(path: "log"), encoding: .utf8)
            #expect(log.contains("needs `skillyard migrate` as the owner first"))
            #expect(log.contains("and the role \(role) what a server needs"))
            #expect(log.contains("PostgreSQL has no role nobody"))
        }
        let eyes = try PostgresDatabase(url: url, connections: 1)
        for statement in [
            "UPDATE audit_entries SET actor = 'eve'", "DROP TRIGGER audit_entries_kept ON audit_entries",
        ] {
            await #expect(throws: StoreError.self) { try await eyes.write { try $0.runScript(statement) } }
        }
        await eyes.close()
        try await place.drop()
        try await cluster.ask("DROP ROLE \(role)")
    }

    /// Registers a skill, installs it in a folder, and stops.
    private func serve(_ url: String, in folder: URL) async throws {
        let port = try freeLoopbackPort()
        let server = ChildProgram(
            ["serve", "--port", "\(port)", "--data", folder.path + "/data"],
            environment: ["SKILLYARD_DATABASE_URL": url, "SKILLYARD_BOOTSTRAP_TOKEN": token],
            log: folder.appending(path: "log")
        )
        try server.start()
        defer { server.kill() }
        try await until { await isReady("http://127.0.0.1:\(port)") }
        let control = HTTPControlPlane(
            baseURL: "http://127.0.0.1:\(port)",
            token: token,
            httpClient: .shared,
            source: .api
        )
        _ = try await control.registerSkill(CrashArena.upload(skill: 1, version: 1))
        var settings = ProviderSettings(kind: .folder, displayName: "Folder")
        settings.options = ["client": "generic", "root": folder.path]
        _ = try await control.putProvider(ProviderID(rawValue: "folder"), settings, if: .absent)
        let accepted = try await control.startRun(
            RunRequest(
                skills: [.init(name: CrashArena.name(1))],
                providers: [ProviderID(rawValue: "folder")]
            ),
            idempotencyKey: nil,
            source: .api
        )
        try await until { try await control.run(accepted.id).status.isFinal }
        let ended = try await control.run(accepted.id)
        #expect(ended.status == .success, "\(ended.tasks ?? [])")
        let found = try await control.verifyAudit()
        #expect(found.breaks == [])
        #expect(found.checkpoints > 0)
        #expect(server.stop() == 0)
    }

    private func run(_ arguments: [String], _ url: String, in folder: URL, granting role: String? = nil)
        throws
        -> Int32
    {
        var environment = ["SKILLYARD_DATABASE_URL": url]
        environment["SKILLYARD_DATABASE_ROLE"] = role
        let program = ChildProgram(
            arguments + ["--data", folder.path + "/data"],
            environment: environment,
            log: folder.appending(path: "log")
        )
        try program.start()
        return program.wait()
    }
}
