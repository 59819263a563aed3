import Contract
import Dispatch
import Store
import Testing

/// SEC-11: whatever is done to a row behind the program's back, verifying names it.
@Suite struct AuditTableTests {
    private func withEntries(_ count: Int, on backend: Backend, _ body: (any Database) async throws -> Void)
        async throws
    {
        try await backend.withDatabase { database in
            for number in 1...count {
                try await database.write { connection in
                    try AuditTable(connection).append(
                        [entry(number)],
                        chain: "main",
                        at: start + .seconds(number)
                    )
                }
            }
            try await body(database)
        }
    }

    private func entry(_ number: Int, actor: String = "ann") -> NewAuditEntry {
        NewAuditEntry(
            actor: actor,
            action: "run.start",
            subject: "run:\(number)",
            outcome: "ok",
            source: "api",
            requestID: number % 2 == 0 ? "req-\(number)" : nil,
            detail: ["number": "\(number)", "a": "가"]
        )
    }

    /// Does what somebody with the file in hand could do.
    private func tamper(_ database: any Database, _ script: String) async throws {
        try await database.write { connection in
            let unguarding =
                switch connection.dialect {
                case .sqlite: "DROP TRIGGER audit_entries_unchanged; DROP TRIGGER audit_entries_kept;"
                case .postgres: "DROP TRIGGER audit_entries_kept ON audit_entries;"
                }
            try connection.runScript("\(unguarding) \(script)")
        }
    }

    private func breaks(_ database: any Database) async throws -> [String] {
        let verification = try await database.verifyAudit(batch: 3)
        #expect(verification.intact == verification.breaks.isEmpty)
        return verification.breaks
    }

    @Test(arguments: Backend.available)
    func aLogAsWrittenIsIntact(on backend: Backend) async throws {
        try await withEntries(10, on: backend) { database in
            try await database.write { connection in
                try AuditTable(connection).append((1...100).map { entry($0) }, chain: "other", at: start)
            }
            let verification = try await database.verifyAudit(batch: 7)
            #expect(verification == AuditVerification(intact: true, entries: 110, breaks: []))
        }
    }

    @Test(arguments: Backend.available)
    func anEmptyLogIsIntact(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let verification = try await database.verifyAudit()
            #expect(verification.intact)
        }
    }

    @Test(
        arguments: Backend.available,
        ["actor", "action", "subject", "outcome", "source", "request_id", "detail"]
    )
    func anAlteredColumnIsNamed(on backend: Backend, column: String) async throws {
        try await withEntries(6, on: backend) { database in
            try await tamper(database, "UPDATE audit_entries SET \(column) = '{}' WHERE sequence = 4")
            #expect(try await breaks(database) == ["chain main: entry 4 altered or out of place"])
        }
    }

    @Test(arguments: Backend.available)
    func anAlteredTimeIsNamed(on backend: Backend) async throws {
        try await withEntries(6, on: backend) { database in
            try await tamper(database, "UPDATE audit_entries SET at = at + 1 WHERE sequence = 1")
            #expect(try await breaks(database) == ["chain main: entry 1 altered or out of place"])
        }
    }

    @Test(arguments: Backend.available)
    func textMovedBetweenTwoColumnsIsNamed(on backend: Backend) async throws {
        try await withEntries(6, on: backend) { database in
            try await tamper(
                database,
                "UPDATE audit_entries SET actor = actor || action, action = '' WHERE sequence = 5"
            )
            #expect(try await breaks(database) == ["chain main: entry 5 altered or out of place"])
        }
    }

    @Test(arguments: Backend.available)
    func removedEntriesAreNamed(on backend: Backend) async throws {
        try await withEntries(9, on: backend) { database in
            try await tamper(database, "DELETE FROM audit_entries WHERE sequence IN (1, 4, 5, 6)")
            #expect(
                try await breaks(database) == [
                    "chain main: entry 1 missing", "chain main: entry 4 to 6 missing",
                ]
            )
        }
    }

    @Test(arguments: Backend.available)
    func exchangedEntriesAreNamed(on backend: Backend) async throws {
        try await withEntries(6, on: backend) { database in
            try await tamper(
                database,
                """
                UPDATE audit_entries SET sequence = 100 WHERE sequence = 3;
                UPDATE audit_entries SET sequence = 3 WHERE sequence = 4;
                UPDATE audit_entries SET sequence = 4 WHERE sequence = 100;
                """
            )
            let found = try await breaks(database)
            #expect(
                found.prefix(2) == [
                    "chain main: entry 3 altered or out of place",
                    "chain main: entry 4 altered or out of place",
                ]
            )
        }
    }

    @Test(arguments: Backend.available)
    func aCutOffEndIsNamed(on backend: Backend) async throws {
        try await withEntries(6, on: backend) { database in
            try await tamper(database, "DELETE FROM audit_entries WHERE sequence >= 5")
            #expect(try await breaks(database) == ["chain main: cut off after entry 4 of 6"])
        }
    }

    @Test(arguments: Backend.available)
    func anEmptiedChainIsNamed(on backend: Backend) async throws {
        try await withEntries(3, on: backend) { database in
            try await tamper(database, "DELETE FROM audit_entries")
            #expect(try await breaks(database) == ["chain main: every entry missing"])
        }
    }

    @Test(arguments: Backend.available)
    func aHeadSetBackOrRemovedIsNamed(on backend: Backend) async throws {
        try await withEntries(4, on: backend) { database in
            try await tamper(database, "UPDATE audit_heads SET sequence = 3 WHERE chain = 'main'")
            #expect(
                try await breaks(database) == ["chain main: entry 4 is not the newest that the head names"]
            )
            try await database.write { try $0.run("DELETE FROM audit_heads WHERE chain = 'main'") }
            #expect(try await breaks(database) == ["chain main: head missing"])
        }
    }

    @Test(arguments: Backend.available)
    func theDatabaseItselfRefusesToChangeEntries(on backend: Backend) async throws {
        try await withEntries(2, on: backend) { database in
            for statement in ["UPDATE audit_entries SET actor = 'eve'", "DELETE FROM audit_entries"] {
                await #expect(throws: StoreError.self) {
                    try await database.write { try $0.run(Query(stringLiteral: statement)) }
                }
            }
            let found = try await breaks(database)
            #expect(found.isEmpty)
        }
    }

    @Test(arguments: Backend.available)
    func entriesOfARolledBackTransactionLeaveNoGap(on backend: Backend) async throws {
        struct Refusal: Error {}
        try await withEntries(2, on: backend) { database in
            await #expect(throws: Refusal.self) {
                try await database.write { connection in
                    try AuditTable(connection).append([entry(3)], at: start)
                    throw Refusal()
                }
            }
            try await database.write { try AuditTable($0).append([entry(4)], at: start) }
            #expect(
                try await database.verifyAudit() == AuditVerification(intact: true, entries: 3, breaks: [])
            )
        }
    }

    /// Writers do not wait for each other, and the log stays whole.
    @Test(arguments: Backend.available)
    func manyWriteAtOnceAndEveryEntryIsInAChain(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<12 {
                    group.addTask {
                        for number in 0..<20 {
                            try await database.write { connection in
                                let entries = (0..<3).map { entry(number + $0, actor: "writer-\(writer)") }
                                try AuditTable(connection).append(entries, at: start)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let verification = try await database.verifyAudit(batch: 100)
            #expect(verification == AuditVerification(intact: true, entries: 720, breaks: []))
        }
    }

    @Test func aWriterTakesAChainThatIsFree() async throws {
        try await Backend.postgres.withDatabase { database in
            let (first, second) = try await chainsOfTwoAtOnce(database)
            #expect(first != second)
            let verification = try await database.verifyAudit()
            #expect(verification == AuditVerification(intact: true, entries: 2, breaks: []))
        }
    }

    /// Opens a second transaction while the first still holds its chain.
    private func chainsOfTwoAtOnce(_ database: any Database) async throws -> (String, String) {
        let (holding, held) = AsyncStream<Void>.makeStream()
        let release = DispatchSemaphore(value: 0)
        let first = Task { [self] in
            try await chain(of: 1, in: database) {
                held.yield()
                // Would be over by itself, and the test red, if the second had to wait for the first.
                _ = release.wait(timeout: .now() + 20)
            }
        }
        for await _ in holding { break }
        let second = try await chain(of: 2, in: database) {}
        release.signal()
        return (try await first.value, second)
    }

    private func chain(
        of number: Int,
        in database: any Database,
        then hold: @escaping @Sendable () -> Void
    ) async throws -> String {
        try await database.write { connection in
            try AuditTable(connection).append([entry(number)], at: start)
            hold()
            let rows = try connection.run(
                "SELECT chain FROM audit_entries WHERE subject = \("run:\(number)")"
            )
            return try rows[0].text("chain")
        }
    }

    @Test(arguments: Backend.available)
    func entriesAreListedNewestFirstInPages(on backend: Backend) async throws {
        try await withEntries(7, on: backend) { database in
            try await database.write {
                try AuditTable($0).append([entry(8, actor: "eve")], chain: "main", at: start + .seconds(7))
            }
            var query = AuditQuery(page: PageRequest(limit: 3))
            var seen: [Int64] = []
            repeat {
                let wanted = query
                let page = try await database.read { try AuditTable($0).list(wanted) }
                seen += page.items.map(\.sequence)
                query.page.cursor = page.nextCursor
            } while query.page.cursor != nil
            #expect(seen == [8, 7, 6, 5, 4, 3, 2, 1])
            let some: [(AuditQuery, [Int64])] = [
                (AuditQuery(actor: "eve"), [8]), (AuditQuery(subject: "run:3"), [3]),
                (AuditQuery(action: "none"), []), (AuditQuery(after: start + .seconds(6)), [8, 7]),
            ]
            for (query, expected) in some {
                let page = try await database.read { try AuditTable($0).list(query) }
                #expect(page.items.map(\.sequence) == expected)
                #expect(page.items.allSatisfy { $0.detail["a"] == "가" })
            }
        }
    }
}
