import App
import Client
import Contract
import Foundation
import Simulators
import Store
import StoreSQLite
import Testing

/// Backups of a server at work, and what starts from them.
@Suite(.serialized) struct BackupTests {
    /// JOB-16: every run acknowledged before the backup began is in it, and goes on from there.
    @Test(.timeLimit(.minutes(10)), .enabled(if: ProgramDatabase.isFile, "A backup is of a file."))
    func aBackupTakenWhileRunsExecuteIsARunningSystemAgain() async throws {
        let arena = try await CrashArena.start(skills: 20)
        // So slow that a backup finds work under way, however long its command takes to start.
        arena.simulator.load(FaultScript(rules: [FaultRule(effect: .latency(milliseconds: 1_000))]))
        var accepted: [RunID] = []
        for number in 0..<20 {
            let request = RunRequest(
                skills: [.init(name: CrashArena.name(number))],
                providers: CrashArena.providers
            )
            accepted.append(try await arena.control.startRun(request, idempotencyKey: nil, source: .api).id)
        }
        try await arena.untilTasksRun()
        let copy = arena.folder.appending(path: "backup.db")
        #expect(try arena.command("backup", copy.path, "--json") == 0)
        let state = try await rows(
            "SELECT count(*) AS n FROM install_tasks WHERE finished_at IS NULL",
            in: copy
        )
        let open = try #require(state.first).int("n")
        #expect(open > 0, "the backup was taken too late to show anything")
        arena.server.kill()

        let mode = try FileManager.default.attributesOfItem(atPath: copy.path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        let database = try SQLiteDatabase(path: copy.path)
        #expect(try await database.integrityCheck().isEmpty)
        #expect(try await database.verifyAudit().intact)
        try await database.close()

        arena.simulator.load(FaultScript())
        try arena.restore(copy)
        try arena.server.start()
        try await arena.untilReady()
        for id in accepted {
            let run = try await ended(id, on: arena.control)
            let failed = (run.tasks ?? []).filter { $0.status != .success }
            #expect(run.status == .success, "\(failed)")
        }
        #expect(try await arena.control.verifyAudit().intact)
        print("backup: \(accepted.count) runs, \(open) targets open in it")
        try await arena.stop()
    }

    @Test func anExistingFileIsOnlyReplacedOnRequest() async throws {
        try await withFolder { folder in
            let (source, file) = (folder + "/skillyard.db", folder + "/copy.db")
            try await fill(source)
            try Data("mine".utf8).write(to: URL(filePath: file))
            let refused = await program("backup", file, "--data", folder)
            #expect(refused.status == .failed)
            #expect(refused.messages.contains("--force"))
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
            let made = await program("backup", file, "--data", folder, "--force")
            #expect(made.status == .ok)
            #expect(made.output.contains("1 skill, 0 runs, 0 audit entries"))
            #expect(try names(in: folder).filter { $0.contains("copy") } == ["copy.db"])
        }
    }

    @Test func aDamagedDatabaseMakesNoBackup() async throws {
        try await withFolder { folder in
            let (source, file) = (folder + "/skillyard.db", folder + "/copy.db")
            try await fill(source)
            let database = try SQLiteDatabase(path: source)
            try await database.write { connection in
                try connection.run(
                    """
                    INSERT INTO audit_entries (chain, sequence, at, actor, action, subject, outcome, source, detail, hash)
                    VALUES ('main', 1, 1, 'a', 'b', 'c', 'd', 'e', '{}', 'not the hash')
                    """
                )
            }
            try await database.close()
            let run = await program("backup", file, "--data", folder, "--json")
            #expect(run.status == .failed)
            #expect(run.output.contains("not whole"))
            #expect(!FileManager.default.fileExists(atPath: file))
        }
    }

    @Test func whatIsNotThereIsNotMade() async throws {
        try await withFolder { folder in
            let run = await program("backup", folder + "/copy.db", "--data", folder)
            #expect(run.status == .failed)
            #expect(run.messages.contains("no database"))
            let made = try names(in: folder)
            #expect(made == [])
        }
    }

    @Test func postgresIsLeftToItsOwnToolsWithoutShowingThePassword() async throws {
        let run = await program("backup", "/nowhere/x", "--database-url", "postgres://u:hidden-word@h/d")
        #expect(run.status == .usage)
        #expect(run.messages.contains("pg_dump"))
        #expect(!run.messages.contains("hidden-word"))
    }

    private func rows(_ query: Query, in file: URL) async throws -> [Row] {
        let database = try SQLiteDatabase(path: file.path)
        let rows = try await database.read { try $0.run(query) }
        try await database.close()
        return rows
    }

    private func ended(_ id: RunID, on control: HTTPControlPlane) async throws -> RunView {
        while true {
            let run = try await control.run(id)
            if run.status.isFinal { return run }
            try await Task.sleep(for: .milliseconds(20))  // another process cannot signal this one
        }
    }
}
