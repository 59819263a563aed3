import App
import Contract
import Foundation
import PostgresFixture
import Store
import StoreSQLite
import Testing

@Suite(.serialized) struct CopyTests {
    @Test func aDatabaseIsCopiedIntoANewOne() async throws {
        try await withFolder { folder in
            try await fill(folder + "/skillyard.db")
            let target = "sqlite:" + folder + "/new/other.db"
            let run = await program("copy", "--data", folder, "--to", target)
            #expect(run.status == .ok)
            #expect(run.outputLines.contains { $0.hasPrefix("skills") && $0.contains(" 1  ") })
            #expect(run.messages.contains("on the copy only"))
            // All of it is in the one file.
            let log = try? Data(contentsOf: URL(filePath: folder + "/new/other.db-wal"))
            #expect(log?.isEmpty ?? true)
            let again = await program("copy", "--data", folder, "--to", target, "--json")
            #expect(again.status == .failed)
            #expect(again.output.contains("not empty"))
        }
    }

    @Test func aSourceThatIsNotThereIsNotMade() async throws {
        try await withFolder { folder in
            let run = await program(
                "copy",
                "--from",
                "sqlite:\(folder)/a.db",
                "--to",
                "sqlite:\(folder)/b.db"
            )
            #expect(run.status == .failed)
            let made = try names(in: folder)
            #expect(made == [])
            let same = await program("copy", "--from", "sqlite:/x", "--to", "sqlite:///x")
            #expect(same.messages.contains("the same database"))
        }
    }

    /// What is accepted after the copy would be missing from it, and both would carry out what is open.
    @Test(.timeLimit(.minutes(5)), .enabled(if: ProgramDatabase.isFile, "The source is to be a file."))
    func aSourceInUseIsOnlyCopiedForARehearsal() async throws {
        let arena = try await CrashArena.start(skills: 1)
        let target = "sqlite:" + arena.folder.path + "/copy.db"
        let refused = await program("copy", "--data", arena.folder.path + "/data", "--to", target)
        #expect(refused.status == .failed)
        #expect(refused.messages.contains("in use"))
        #expect(refused.messages.contains("--rehearse"))
        #expect(!FileManager.default.fileExists(atPath: arena.folder.path + "/copy.db"))
        let rehearsed = await program(
            "copy",
            "--data",
            arena.folder.path + "/data",
            "--to",
            target,
            "--rehearse"
        )
        #expect(rehearsed.status == .ok)
        #expect(rehearsed.messages.contains("disabled"))
        #expect(arena.server.stop() == 0)
        let stopped = await program(
            "copy",
            "--data",
            arena.folder.path + "/data",
            "--to",
            "sqlite:\(arena.folder.path)/moved.db"
        )
        #expect(stopped.status == .ok)
        try await arena.stop()
    }

    /// OP-09: from SQLite to PostgreSQL and back, and the password is nowhere to be seen.
    @Test(.timeLimit(.minutes(5)))
    func aDatabaseMovesToPostgresAndBack() async throws {
        let place = try await PostgresCluster.shared.createDatabase(migrated: false)
        let url = place.url(over: .tcp)
        try await withFolder { folder in
            try await fill(folder + "/skillyard.db")
            let there = await program("copy", "--data", folder, "--to", url, "--json")
            #expect(there.status == .ok, "\(there.output)")
            let back = await program("copy", "--from", url, "--to", "sqlite:\(folder)/back.db", "--json")
            #expect(back.status == .ok, "\(back.output)")
            #expect(back.output == there.output)
            let full = await program("copy", "--data", folder, "--to", url)
            #expect(full.status == .failed)
            #expect(full.messages.contains("not empty"))
            let wrong = url.replacing(PostgresCluster.password, with: "wrong-word")
            let denied = await program("copy", "--data", folder, "--to", wrong)
            #expect(denied.status == .failure)
            for run in [there, back, full, denied] {
                #expect(!(run.output + run.messages).contains(PostgresCluster.password))
                #expect(!(run.output + run.messages).contains("wrong-word"))
            }
        }
        try await place.drop()
    }

    @Test func faultsOfTheSourceEndWithThree() async {
        let run = await skillyard("copy", "--from", "sqlite:/a", "--to", "postgres://u:pw@h/d", "--rehearse")
        #expect(run.status == .partial)
        #expect(run.output.contains("bundle x"))
        let json = await skillyard("copy", "--from", "sqlite:/a", "--to", "sqlite:/b", "--json")
        #expect(json.status == .ok)
        #expect(json.output.contains("\"bundles_checked\":1"))
    }

    @Test(arguments: [
        ["copy"], ["copy", "--to", "mysql://x"], ["copy", "--from", "x", "--to", "sqlite:/a"],
    ])
    func wrongUsageEndsWithTwo(_ arguments: [String]) async {
        #expect(await skillyard(arguments).status == .usage)
    }
}
