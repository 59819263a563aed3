import AsyncHTTPClient
import Client
import Contract
import Foundation
import NIOCore
import PostgresFixture
import Store
import Testing

/// JOB-13: a database without room, or one that is read-only, loses nothing and needs no restart.
@Suite(.serialized) struct FullDiskTests {
    /// Files may not grow beyond a limit, which a person then lifts: `ENOSPC` takes a file system of one's own.
    @Test(.enabled(if: ProgramDatabase.isFile), .timeLimit(.minutes(5)))
    func aFileThatCannotGrow() async throws {
        let arena = try await CrashArena.start(skills: 2, largestFile: 3 << 20)
        try await ending(arena) {
            let accepted = try await arena.install(skill: 0)
            let filled = try await arena.fill()
            // What little is left goes to somebody whose files may grow.
            try await arena.database.change("CREATE TABLE room AS SELECT randomblob(100000) AS taken")
            try await arena.expectRed(because: "the disk failed")
            try await arena.expectRefusedAndReadable(registered: 2 + filled)
            try arena.server.growFiles()
            try await arena.expectWell(after: accepted)
            arena.server.stop()
            let verdict = try await arena.rows("PRAGMA integrity_check")
            #expect(try verdict.map { try $0.text("integrity_check") } == ["ok"])
        }
    }

    @Test(.enabled(if: !ProgramDatabase.isFile), .timeLimit(.minutes(5)))
    func aServerThatIsReadOnly() async throws {
        let arena = try await CrashArena.start(skills: 2)
        try await ending(arena) {
            let accepted = try await arena.install(skill: 0)
            try await arena.readOnly(true)
            try await arena.expectRed(because: "the database is read-only")
            try await arena.expectRefusedAndReadable(registered: 2)
            try await arena.readOnly(false)
            try await arena.expectWell(after: accepted)
        }
    }

    /// The server's own word for a full disk, said by a trigger: filling the disk it lies on would fill everybody's.
    @Test(.enabled(if: !ProgramDatabase.isFile), .timeLimit(.minutes(5)))
    func aServerWhoseDiskIsFull() async throws {
        let arena = try await CrashArena.start(skills: 2)
        try await ending(arena) {
            let accepted = try await arena.install(skill: 0)
            try await arena.fullDisk(true)
            try await arena.expectRed(because: "the disk is full")
            try await arena.expectRefusedAndReadable(registered: 2)
            try await arena.fullDisk(false)
            try await arena.expectWell(after: accepted)
        }
    }

    private func ending(_ arena: CrashArena, _ body: () async throws -> Void) async throws {
        do { try await body() } catch {
            try? await arena.stop()
            throw error
        }
        try await arena.stop()
    }
}

extension CrashArena {
    fileprivate func install(skill: Int) async throws -> RunID {
        let request = RunRequest(skills: [.init(name: Self.name(skill))], providers: Self.providers)
        return try await control.startRun(request, idempotencyKey: nil, source: .api).id
    }

    /// Registers ever smaller skills until not even a small one fits.
    ///
    /// - Returns: How many were accepted.
    fileprivate func fill() async throws -> Int {
        var accepted = 0
        for size in [200_000, 20_000, 100] {
            while try await refusal({ try await register(filler: accepted, size: size) }) == nil {
                accepted += 1
            }
        }
        return accepted
    }

    private func register(filler number: Int, size: Int) async throws {
        // Noise, so that no compression makes it small.
        let noise = Data((0..<size).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
        let text = "---\nname: filler-\(number)\ndescription: Takes up room.\n---\n\(noise)\n"
        _ = try await control.registerSkill(SkillUpload(content: .text(text)))
    }

    fileprivate func expectRed(because reason: String) async throws {
        let begun = ContinuousClock.now
        // Something else may be said first, such as that a connection broke.
        try await until {
            try await readiness().checks.first { $0.name == "database" }?.detail
                == "The database takes no changes: \(reason)."
        }
        #expect(ContinuousClock.now - begun < .seconds(15))
    }

    fileprivate func expectRefusedAndReadable(registered: Int) async throws {
        let refused = try await refusal { try await register(skill: 7, version: 1) }
        #expect(refused?.code == .unavailable)
        #expect(try await refusal { _ = try await install(skill: 1) }?.code == .unavailable)
        #expect(try await control.skills(SkillQuery(page: PageRequest(limit: 200))).items.count == registered)
    }

    /// Everything acknowledged ends, and new things are taken on, by the process that saw it all.
    fileprivate func expectWell(after accepted: RunID) async throws {
        try await untilReady()
        try await register(skill: 7, version: 1)
        let later = try await install(skill: 1)
        try await verdict.check([accepted, later], skills: 2)
        #expect(server.isRunning)
    }

    private func readiness() async throws -> Readiness {
        let answer = try await HTTPClient.shared.execute(.init(url: url + "/readyz"), timeout: .seconds(20))
        return try JSON.decode(
            Readiness.self,
            from: try await answer.body.collect(upTo: 1 << 20).readableBytesView
        )
    }

    private func refusal(_ body: () async throws -> Void) async throws -> Problem? {
        do { try await body() } catch let problem as Problem { return problem }
        return nil
    }

    // MARK: PostgreSQL

    fileprivate func readOnly(_ isReadOnly: Bool) async throws {
        let server = try #require(database.server)
        let value = isReadOnly ? "on" : "off"
        _ = try await server.cluster.ask(
            "ALTER DATABASE \(server.name) SET default_transaction_read_only = \(value)"
        )
        // Only new connections heed it.
        try await server.terminateConnections()
    }

    fileprivate func fullDisk(_ isFull: Bool) async throws {
        guard isFull else { return try await database.change("DROP FUNCTION no_room CASCADE") }
        try await database.change(
            """
            CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$
            """
        )
        for place in [
            "INSERT OR UPDATE ON leaderships", "INSERT ON audit_entries", "UPDATE ON install_tasks",
        ] {
            try await database.change(
                Query(
                    stringLiteral:
                        "CREATE TRIGGER no_room BEFORE \(place) FOR EACH ROW EXECUTE FUNCTION no_room()"
                )
            )
        }
    }
}
