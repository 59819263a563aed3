import Store
import Testing

@Suite struct TransactionTests {
    struct Refusal: Error {}

    private func withNotes(on backend: Backend, _ body: (any Database) async throws -> Void) async throws {
        try await backend.withEmptyDatabase { database in
            try await database.write { connection in
                try connection.runScript(
                    "CREATE TABLE notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL UNIQUE, CHECK (id < 100000))"
                )
            }
            try await body(database)
        }
    }

    private func ids(_ database: any Database) async throws -> [Int64] {
        try await database.read { connection in
            try connection.run("SELECT id FROM notes ORDER BY id").map { try $0.integer("id") }
        }
    }

    /// JOB-13: what a database says that takes no changes (SQLITE_READONLY, SQLSTATE 25006) is told as that.
    @Test(arguments: Backend.available)
    func aDatabaseThatIsReadOnlySaysSo(on backend: Backend) async throws {
        try await withNotes(on: backend) { database in
            await #expect(throws: StoreError.unavailable("the database is read-only")) {
                try await database.read { try $0.run("INSERT INTO notes VALUES (1, 'a')") }
            }
            #expect(try await ids(database) == [])
            try await database.write { try $0.run("INSERT INTO notes VALUES (1, 'a')") }
            #expect(try await ids(database) == [1])
        }
    }

    @Test(arguments: Backend.available)
    func everyKindOfValueComesBackAsItWasSaved(on backend: Backend) async throws {
        try await backend.withEmptyDatabase { database in
            let bytes: [UInt8] = [0, 255, 10]
            let empty: [UInt8] = []
            // PostgreSQL keeps every character but NUL.
            let text = backend == .sqlite ? "한국어\u{0}🧪 e\u{301}" : "한국어🧪 e\u{301}"
            let missing: String? = nil
            let row = try await database.write { connection in
                try connection.run(
                    "CREATE TABLE v (a BIGINT, b TEXT, c \(.bytes), d TEXT, e TEXT, f \(.bytes))"
                )
                try connection.run(
                    "INSERT INTO v VALUES (\(Int64.min), \(text), \(bytes), \(missing), \(""), \(empty))"
                )
                return try connection.run("SELECT * FROM v")[0]
            }
            #expect(try row.integer("a") == .min)
            #expect(try row.text("b").utf8.elementsEqual(text.utf8))
            #expect(try row.bytes("c") == bytes)
            #expect(row["d"] == .null)
            #expect(try row.text("e") == "")
            #expect(try row.bytes("f") == empty)
        }
    }

    @Test(arguments: Backend.available)
    func aThrowUndoesTheWholeTransaction(on backend: Backend) async throws {
        try await withNotes(on: backend) { database in
            await #expect(throws: Refusal.self) {
                try await database.write { connection in
                    try connection.run("INSERT INTO notes VALUES (1, 'a')")
                    throw Refusal()
                }
            }
            try await database.write { try $0.run("INSERT INTO notes VALUES (2, 'b')") }
            #expect(try await ids(database) == [2])
        }
    }

    @Test(arguments: Backend.available)
    func aThrowUndoesNothingOfTheOthersInTheSameCommit(on backend: Backend) async throws {
        try await withNotes(on: backend) { database in
            let refused = await withTaskGroup(of: Bool.self) { group in
                for id in 0..<200 {
                    group.addTask {
                        do {
                            try await database.write { connection in
                                try connection.run("INSERT INTO notes VALUES (\(id), \("note \(id)"))")
                                if id % 3 == 0 { throw Refusal() }
                            }
                            return false
                        } catch {
                            return error is Refusal
                        }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(refused == 67)
            let kept = try await ids(database)
            #expect(kept == (0..<200).filter { $0 % 3 != 0 })
        }
    }

    @Test(arguments: Backend.available)
    func takenKeysAreAConflict(on backend: Backend) async throws {
        try await withNotes(on: backend) { database in
            try await database.write { try $0.run("INSERT INTO notes VALUES (1, 'a')") }
            await #expect(throws: StoreError.conflict) {
                try await database.write { try $0.run("INSERT INTO notes VALUES (1, 'b')") }
            }
            await #expect(throws: StoreError.conflict) {
                try await database.write { try $0.run("INSERT INTO notes VALUES (2, 'a')") }
            }
        }
    }

    @Test(arguments: Backend.available)
    func aStatementThatBreaksARuleIsRejected(on backend: Backend) async throws {
        try await withNotes(on: backend) { database in
            for statement in [
                "INSERT INTO notes VALUES (100001, 'a')", "INSERT INTO nowhere VALUES (1)", "nonsense",
            ] {
                let error = await #expect(throws: StoreError.self) {
                    try await database.write { try $0.run(Query(stringLiteral: statement)) }
                }
                guard case .rejected = error else {
                    Issue.record("\(statement): \(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func aCaughtFailureLeavesTheRestOfTheTransaction(on backend: Backend) async throws {
        guard backend == .sqlite else { return }
        try await withNotes(on: backend) { database in
            try await database.write { connection in
                try connection.run("INSERT INTO notes VALUES (1, 'a')")
                #expect(throws: StoreError.conflict) {
                    try connection.run("INSERT INTO notes VALUES (1, 'b')")
                }
                try connection.run("INSERT INTO notes VALUES (2, 'b')")
            }
            #expect(try await ids(database) == [1, 2])
        }
    }

    @Test(arguments: Backend.available)
    func aReadSeesOneSnapshotWhileOthersWrite(on backend: Backend) async throws {
        try await withNotes(on: backend) { database in
            let writer = Task {
                for id in 0..<300 {
                    try await database.write { connection in
                        try connection.run("INSERT INTO notes VALUES (\(2 * id), \("x\(id)"))")
                        try connection.run("INSERT INTO notes VALUES (\(2 * id + 1), \("y\(id)"))")
                    }
                }
            }
            for _ in 0..<100 {
                let counts = try await database.read { connection in
                    try (0..<3).map { _ in
                        try connection.run("SELECT COUNT(*) AS n FROM notes")[0].integer("n")
                    }
                }
                #expect(Set(counts).count == 1)
                #expect(counts[0] % 2 == 0)
            }
            try await writer.value
        }
    }

    @Test(arguments: Backend.available)
    func aReadCannotWrite(on backend: Backend) async throws {
        try await withNotes(on: backend) { database in
            await #expect(throws: StoreError.self) {
                try await database.read { try $0.run("INSERT INTO notes VALUES (1, 'a')") }
            }
            let kept = try await ids(database)
            #expect(kept.isEmpty)
        }
    }

    @Test(arguments: Backend.available)
    func aReadAfterAWriteSeesIt(on backend: Backend) async throws {
        try await withNotes(on: backend) { database in
            for id in 0..<50 {
                try await database.write { try $0.run("INSERT INTO notes VALUES (\(id), \("n\(id)"))") }
                #expect(try await ids(database).last == Int64(id))
            }
        }
    }
}
