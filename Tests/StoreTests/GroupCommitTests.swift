import Foundation
import Store
import StoreSQLite
import Testing

/// What only the embedded database promises: groups, one file, reopening.
@Suite struct GroupCommitTests {
    private func withCounter(_ body: (SQLiteDatabase, String) async throws -> Void) async throws {
        try await withTemporaryFile { path in
            let database = try SQLiteDatabase(path: path)
            try await database.write { try $0.runScript("CREATE TABLE n (writer BIGINT, number BIGINT)") }
            try await body(database, path)
        }
    }

    private func rows(_ database: SQLiteDatabase) async throws -> Set<[Int64]> {
        try await database.read { connection in
            let rows = try connection.run("SELECT writer, number FROM n")
            let found = try rows.map { [try $0.integer("writer"), try $0.integer("number")] }
            #expect(Set(found).count == found.count)
            return Set(found)
        }
    }

    @Test func sixtyFourWritersShareCommitsAndEveryWriteIsThereOnce() async throws {
        try await withCounter { database, path in
            let before = database.counts
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<64 {
                    group.addTask {
                        for number in 0..<20 {
                            try await database.write {
                                try $0.run("INSERT INTO n VALUES (\(writer), \(number))")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(database.counts.writes - before.writes == 1280)
            #expect(database.counts.commits - before.commits < 640)
            #expect(try await rows(database).count == 1280)
            try await database.close()
            let reopened = try SQLiteDatabase(path: path)
            #expect(try await rows(reopened).count == 1280)
            #expect(try await reopened.integrityCheck().isEmpty)
            try await reopened.close()
        }
    }

    @Test func aCanceledCallersWriteIsCarriedOutOnce() async throws {
        try await withCounter { database, _ in
            let tasks = (0..<100).map { number in
                Task { try await database.write { try $0.run("INSERT INTO n VALUES (0, \(number))") } }
            }
            for task in tasks { task.cancel() }
            for task in tasks { _ = try await task.value }
            #expect(try await rows(database).count == 100)
            try await database.close()
        }
    }

    @Test func severalProcessesMayWriteTheSameFile() async throws {
        try await withCounter { database, path in
            let other = try SQLiteDatabase(path: path)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<16 {
                    group.addTask {
                        let mine = writer % 2 == 0 ? database : other
                        for number in 0..<20 {
                            try await mine.write { try $0.run("INSERT INTO n VALUES (\(writer), \(number))") }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await rows(database).count == 320)
            try await other.close()
            try await database.close()
        }
    }

    @Test func aClosedDatabaseSaysSo() async throws {
        try await withCounter { database, _ in
            try await database.close()
            await #expect(throws: StoreError.unavailable("the database is closed")) {
                try await database.write { try $0.run("SELECT 1") }
            }
            await #expect(throws: StoreError.unavailable("the database is closed")) {
                try await database.read { try $0.run("SELECT 1") }
            }
        }
    }

    @Test func aFileThatIsNoDatabaseIsCorruptAndAMissingFolderUnavailable() async throws {
        try await withTemporaryFile { path in
            #expect(throws: StoreError.unavailable("the database cannot be opened")) {
                try SQLiteDatabase(path: path + "/nowhere/x")
            }
            try Data("this is no database, but long enough to look like one".utf8).write(
                to: URL(filePath: path)
            )
            #expect(throws: StoreError.corrupt("the file is no database")) { try SQLiteDatabase(path: path) }
        }
    }

    @Test func aBackupHoldsWhatWasThereWhileWritersGoOn() async throws {
        try await withCounter { database, path in
            try await database.write { connection in
                for number in 0..<1000 { try connection.run("INSERT INTO n VALUES (1, \(number))") }
            }
            let writer = Task {
                for number in 0..<100 {
                    try await database.write { try $0.run("INSERT INTO n VALUES (2, \(number))") }
                }
            }
            try await database.backup(to: path + ".copy")
            try await writer.value
            let copy = try SQLiteDatabase(path: path + ".copy")
            #expect(try await rows(copy).count >= 1000)
            #expect(try await copy.integrityCheck().isEmpty)
            try await copy.close()
            try await database.close()
        }
    }

    @Test func whatIsAcknowledgedIsThereEvenWhenSQLiteUndoesTheTransactionOfOthers() async throws {
        try await withCounter { database, _ in
            try await database.write { try $0.runScript("CREATE UNIQUE INDEX one ON n (writer, number)") }
            try await database.write { try $0.run("INSERT INTO n VALUES (-1, -1)") }
            let acknowledged = await withTaskGroup(of: [Int64]?.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        // Every tenth undoes the transaction it shares with others, as a full disk would.
                        let undoes = number % 10 == 0
                        do {
                            try await database.write { connection in
                                try connection.run("INSERT INTO n VALUES (0, \(number))")
                                if undoes { try connection.run("INSERT OR ROLLBACK INTO n VALUES (-1, -1)") }
                            }
                            return [0, Int64(number)]
                        } catch {
                            return nil
                        }
                    }
                }
                return await group.reduce(into: Set<[Int64]>()) { found, row in
                    if let row { found.insert(row) }
                }
            }
            let found = try await rows(database)
            #expect(found.subtracting([[-1, -1]]) == acknowledged)
            try await database.close()
        }
    }

    @Test func aBodyThatGoesOnAfterItsTransactionWasUndoneChangesNothing() async throws {
        try await withCounter { database, _ in
            try await database.write { try $0.runScript("CREATE UNIQUE INDEX one ON n (writer, number)") }
            await #expect(throws: StoreError.self) {
                try await database.write { connection in
                    try connection.run("INSERT INTO n VALUES (1, 1)")
                    #expect(throws: StoreError.conflict) {
                        try connection.run("INSERT OR ROLLBACK INTO n VALUES (1, 1)")
                    }
                    try connection.run("INSERT INTO n VALUES (2, 2)")
                }
            }
            let found = try await rows(database)
            #expect(found.isEmpty)
            try await database.close()
        }
    }

    @Test func commitsAreFlushedAndTheFileIsItsOwnersAlone() async throws {
        try await withCounter { database, path in
            let settings = try await database.write { connection in
                try ["synchronous", "foreign_keys", "journal_mode"].map { name in
                    try connection.run(Query(stringLiteral: "PRAGMA \(name)"))[0][name]
                }
            }
            #expect(settings == [.integer(2), .integer(1), .text("wal")])
            for file in [path, path + "-wal"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: file)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
            try await database.close()
        }
    }
}
