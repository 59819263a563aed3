import Contract
import Proofs
import Store
import Testing

/// SEC-11: what the chain alone does not show, checkpoints do.
@Suite struct AuditCheckpointTableTests {
    private let key: SigningKey

    init() throws { key = try SigningKey.make() }

    /// Entries 1 to 5 and checkpoint 1, then 6 to 10 and checkpoint 2; checkpoints have entries of their own.
    private func withLog(on backend: Backend, _ body: (any Database) async throws -> Void) async throws {
        try await backend.withDatabase { database in
            for round in 0..<2 {
                try await append(5, after: round * 5, to: database)
                try await sign(database)
            }
            try await body(database)
        }
    }

    private func append(_ count: Int, after number: Int, to database: any Database) async throws {
        let entries = (1...count).map { index in
            NewAuditEntry(
                actor: "ann",
                action: "run.start",
                subject: "run:\(number + index)",
                outcome: "accepted",
                source: "api"
            )
        }
        try await database.write { try AuditTable($0).append(entries, chain: "main", at: start) }
    }

    @discardableResult
    private func sign(_ database: any Database, with other: SigningKey? = nil) async throws
        -> AuditCheckpointView
    {
        try await database.write { [key] connection in
            try CheckpointTable(connection).sign(with: other ?? key, at: start)
        }
    }

    /// Does what somebody with the file in hand could do.
    private func tamper(_ database: any Database, _ script: String) async throws {
        try await database.write { connection in
            let triggers = [
                "audit_entries": ["unchanged", "kept"], "audit_checkpoints": ["unchanged", "kept"],
                "signing_keys": ["unchanged", "kept"],
            ]
            for (table, names) in triggers {
                for name in names {
                    switch connection.dialect {
                    case .sqlite: try connection.runScript("DROP TRIGGER \(table)_\(name);")
                    case .postgres:
                        try connection.runScript("DROP TRIGGER IF EXISTS \(table)_\(name) ON \(table);")
                    }
                }
            }
            try connection.runScript(script)
        }
    }

    private func breaks(_ database: any Database, trusting: Set<String>? = nil) async throws -> [String] {
        try await database.verifyAudit(batch: 3, trusting: trusting).breaks
    }

    @Test(arguments: Backend.available)
    func aSignedLogIsIntactAndSaysWhatIsCovered(on backend: Backend) async throws {
        try await withLog(on: backend) { database in
            var found = try await database.verifyAudit(batch: 3, trusting: [key.publicKey.id])
            #expect(found.breaks == [])
            #expect(found.checkpoints == 2)
            #expect(found.uncovered == 0)
            #expect(found.keys == [key.publicKey.id])
            let again = try await sign(database)
            #expect(again.number == 2, "nothing was added")
            try await append(2, after: 10, to: database)
            found = try await database.verifyAudit(batch: 3)
            #expect(found.uncovered == 2)
            #expect(found.newestCheckpoint?.number == 2)
            let list = try await database.read { try CheckpointTable($0).list(PageRequest(limit: 1)) }
            #expect(list.items.map(\.number) == [2])
            let rest = try await database.read {
                try CheckpointTable($0).list(PageRequest(limit: 1, cursor: list.nextCursor))
            }
            #expect(rest.items.map(\.number) == [1])
            #expect(rest.nextCursor == nil)
        }
    }

    /// Every entry, every hash and the head are made to fit: only the checkpoint tells.
    @Test(arguments: Backend.available)
    func aChainWrittenAnewWithItsHeadIsCaught(on backend: Backend) async throws {
        try await withLog(on: backend) { database in
            try await rewrite("main", changing: 3, in: database)
            #expect(
                try await breaks(database)
                    == [
                        "chain main: entry 5 is not the one that checkpoint 1 signed: the chain was written anew"
                    ].map { backend == .sqlite ? $0.replacing("entry 5", with: "entry 7") : $0 }
            )
        }
    }

    @Test(arguments: Backend.available)
    func aChainCutOffWithItsHeadIsCaught(on backend: Backend) async throws {
        try await withLog(on: backend) { database in
            try await tamper(
                database,
                """
                DELETE FROM audit_entries WHERE chain = 'main' AND sequence > 4;
                UPDATE audit_heads SET sequence = 4,
                    hash = (SELECT hash FROM audit_entries WHERE chain = 'main' AND sequence = 4)
                WHERE chain = 'main';
                """
            )
            let signed = backend == .sqlite ? 7 : 5
            #expect(
                try await breaks(database).contains(
                    "chain main: ends with entry 4, but checkpoint 1 signed \(signed)"
                )
            )
        }
    }

    @Test(arguments: Backend.available)
    func aChainThatIsGoneWithItsHeadIsCaught(on backend: Backend) async throws {
        try await withLog(on: backend) { database in
            try await tamper(
                database,
                "DELETE FROM audit_entries WHERE chain = 'main'; DELETE FROM audit_heads WHERE chain = 'main';"
            )
            #expect(try await breaks(database).contains("chain main: missing, but checkpoints signed it"))
        }
    }

    @Test(arguments: Backend.available)
    func removedCheckpointsAreNamed(on backend: Backend) async throws {
        try await withLog(on: backend) { database in
            try await tamper(database, "DELETE FROM audit_checkpoints WHERE number = 2;")
            #expect(try await breaks(database) == ["checkpoint 2 missing"])
            try await database.write { try $0.runScript("DELETE FROM audit_checkpoints;") }
            #expect(try await breaks(database) == ["checkpoint 1 to 2 missing"])
        }
        try await withLog(on: backend) { database in
            try await tamper(database, "DELETE FROM audit_checkpoints WHERE number = 1;")
            #expect(try await breaks(database) == ["checkpoint 1 missing"])
        }
    }

    @Test(arguments: Backend.available)
    func alteredCheckpointsAreNamed(on backend: Backend) async throws {
        try await withLog(on: backend) { database in
            try await tamper(database, "UPDATE audit_checkpoints SET at = at + 1 WHERE number = 1;")
            #expect(try await breaks(database) == ["checkpoint 1 altered"])
            try await database.write { connection in
                try connection.runScript(
                    """
                    UPDATE audit_checkpoints SET at = at - 1 WHERE number = 1;
                    UPDATE audit_checkpoints SET signature = 'AAAA' WHERE number = 2;
                    """
                )
            }
            #expect(
                try await breaks(database) == [
                    "checkpoint 2 altered: its signature does not fit its statement"
                ]
            )
        }
    }

    /// Whoever writes the log anew can sign it with a key of his own and make that known to the database, but not to
    /// whoever says which keys count.
    @Test(arguments: Backend.available)
    func aKeyThatNobodyTrustsIsNamed(on backend: Backend) async throws {
        try await withLog(on: backend) { database in
            let other = try SigningKey.make()
            try await append(1, after: 10, to: database)
            try await sign(database, with: other)
            #expect(try await breaks(database) == [])
            #expect(
                try await breaks(database, trusting: [key.publicKey.id]) == [
                    "checkpoint 3 signed by a key that is not known: \(other.publicKey.id)"
                ]
            )
        }
    }

    @Test(arguments: Backend.available)
    func theDatabaseItselfRefusesToChangeCheckpointsAndKeys(on backend: Backend) async throws {
        try await withLog(on: backend) { database in
            for statement in [
                "UPDATE audit_checkpoints SET at = 0", "DELETE FROM audit_checkpoints",
                "UPDATE signing_keys SET created_at = 0", "DELETE FROM signing_keys",
            ] {
                await #expect(throws: StoreError.self) {
                    try await database.write { try $0.run(Query(stringLiteral: statement)) }
                }
            }
            let found = try await breaks(database)
            #expect(found == [])
        }
    }

    @Test(arguments: Backend.available)
    func manySignAtOnceAndTheCheckpointsStayInOrder(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<6 {
                    group.addTask {
                        for round in 0..<5 {
                            try await append(3, after: writer * 100 + round, to: database)
                            do { try await sign(database) } catch StoreError.conflict { continue }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await sign(database)
            let found = try await database.verifyAudit(batch: 7)
            #expect(found.breaks == [])
            #expect(found.uncovered == 0)
            #expect(found.checkpoints > 1)
        }
    }

    /// Changes one entry and everything that follows from it, as a program that knows the format would.
    private func rewrite(_ chain: String, changing sequence: Int64, in database: any Database) async throws {
        try await tamper(
            database,
            "UPDATE audit_entries SET actor = 'eve' WHERE chain = 'main' AND sequence = \(sequence);"
        )
        let span = try await database.read { try AuditTable($0).span(chain, from: 1, through: .max) }
        let lines = try await database.read { try AuditTable($0).entries(of: span, after: 0, limit: 100) }
        try await database.write { connection in
            var hash = AuditLink.origin
            for line in lines {
                hash = line.link.hash(after: hash)
                try connection.run(
                    """
                    UPDATE audit_entries SET hash = \(hash)
                    WHERE chain = \(chain) AND sequence = \(line.sequence)
                    """
                )
            }
            try connection.run("UPDATE audit_heads SET hash = \(hash) WHERE chain = \(chain)")
        }
    }
}
