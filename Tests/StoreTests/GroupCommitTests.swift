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
            #expect(try await reopened.integrityCheck() == [])
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
            #expect(try await copy.integrityCheck() == [])
            try await copy.close()
            try await database.close()
        }
    }
}
