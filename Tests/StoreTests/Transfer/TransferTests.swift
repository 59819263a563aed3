import Contract
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct TransferTests {
    /// OP-09: nothing is lost on the way, and the copy goes on where the source was.
    @Test(arguments: TransferRoute.available)
    func everythingIsCopiedAndTheCopyGoesOn(_ route: TransferRoute) async throws {
        try await route.withDatabases { source, target in
            try await source.fill()
            let report = try await source.transfer(to: target)
            #expect(report.faults.isEmpty)
            #expect(!report.isRehearsal)
            #expect(report.rows("skills") == 3)
            #expect(report.rows("install_runs") == 601)
            #expect(report.rows("install_tasks") == 1200)
            #expect(report.rows("bundles") == 3)
            #expect(report.rows("scans") == 1)
            #expect(report.rows("scan_waivers") == 1)
            #expect(report.rows("schema_versions") == nil)
            #expect(report.bundlesChecked == 3)
            #expect(report.auditEntries == 2)

            #expect(try await target.names(finding: "매출") == ["report"])
            #expect(try await target.view(of: "report") == source.view(of: "report"))
            #expect(try await target.verifyAudit() == source.verifyAudit())
            let next = try await target.write { connection -> Int64 in
                let events = EventTable(connection)
                let before = try events.latestPosition()
                try events.append([NewEvent(.skillYanked, skill: "report")], at: start)
                try AuditTable(connection).append([.sample], at: start)
                return try events.latestPosition() - before
            }
            #expect(next == 1)
            #expect(try await target.verifyAudit().intact)
        }
    }

    @Test(arguments: TransferRoute.available)
    func thereAndBackAgainIsWhereItBegan(_ route: TransferRoute) async throws {
        try await route.withDatabases { source, target in
            try await source.fill()
            let there = try await source.transfer(to: target)
            try await route.source.withEmptyDatabase { third in
                let back = try await target.transfer(to: third)
                #expect(back == there)
                #expect(try await third.verifyAudit() == source.verifyAudit())
                #expect(try await third.names(finding: "보고") == ["report"])
            }
        }
    }

    @Test(arguments: TransferRoute.available)
    func numbersAreNeverGivenTwiceThoughTheirRowsAreGone(_ route: TransferRoute) async throws {
        try await route.withDatabases { source, target in
            let last = try await source.write { connection -> Int64 in
                let events = EventTable(connection)
                try events.append(
                    [NewEvent(.skillYanked, skill: "a"), NewEvent(.skillYanked, skill: "b")],
                    at: start
                )
                let last = try events.latestPosition()
                try connection.run("DELETE FROM events")
                return last
            }
            _ = try await source.transfer(to: target)
            let given = try await target.write { connection -> Int64 in
                let events = EventTable(connection)
                try events.append([NewEvent(.skillYanked, skill: "c")], at: start)
                return try events.latestPosition()
            }
            #expect(given > last)
        }
    }

    /// A run may refer to one that is copied after it.
    @Test(arguments: TransferRoute.available)
    func referencesWithinATableMayPointForward(_ route: TransferRoute) async throws {
        try await route.withDatabases { source, target in
            try await source.prepare(skills: ["a"], providers: [.alpha])
            for delay in 0..<600 { try await source.addRun([], on: [], after: delay) }
            try await source.write { connection in
                try connection.run(
                    """
                    UPDATE install_runs SET parent_run_id = (SELECT max(id) FROM install_runs)
                    WHERE id = (SELECT min(id) FROM install_runs)
                    """
                )
            }
            _ = try await source.transfer(to: target)
            let child = try await target.read {
                try $0.run("SELECT id FROM install_runs WHERE parent_run_id IS NOT NULL").count
            }
            #expect(child == 1)
            // The copy refuses a dangling reference as before.
            await #expect(throws: StoreError.self) {
                try await target.write { try $0.run("UPDATE install_runs SET parent_run_id = 'nothing'") }
            }
        }
    }

    @Test(arguments: TransferRoute.available)
    func nothingAndEmptyAndVeryLargeValuesArriveAsTheyWere(_ route: TransferRoute) async throws {
        try await route.withDatabases { source, target in
            let large = [UInt8](repeating: 7, count: 9 << 20) + [0, 255, 128]
            try await source.write { connection in
                for (digest, bytes) in [("empty", []), ("large", large)] {
                    try connection.run(
                        """
                        INSERT INTO bundles (digest, archive, size, created_at)
                        VALUES (\(digest), \(bytes), \(bytes.count), \(Int64.max))
                        """
                    )
                }
                try connection.run(
                    """
                    INSERT INTO idempotency_keys (caller, key, fingerprint, answer, created_at)
                    VALUES ('', '"; DROP TABLE skills; --', '조합형', '', \(Int64.min))
                    """
                )
            }
            let report = try await source.transfer(to: target)
            #expect(report.rows("bundles") == 2)
            #expect(try await target.read { try BundleTable($0).archive(digest: "large") } == large)
            #expect(try await target.read { try BundleTable($0).archive(digest: "empty") } == [])
        }
    }

    @Test(arguments: TransferRoute.available)
    func whatIsWrongAlreadyIsCopiedAndNamed(_ route: TransferRoute) async throws {
        try await route.withDatabases { source, target in
            try await source.fill()
            try await source.write { connection in
                try connection.run(
                    "UPDATE bundles SET archive = \(Array("rubbish".utf8)) WHERE digest = 'digest-report-v1'"
                )
                try connection.run("UPDATE audit_heads SET sequence = sequence + 1")
            }
            let report = try await source.transfer(to: target)
            #expect(report.faults.count == 2)
            #expect(report.faults.contains { $0.contains("digest-report-v1") })
            #expect(report.faults.contains { $0.contains("cut off") })
        }
    }

    @Test(arguments: TransferRoute.available)
    func aRehearsalCannotWorkAtTheVendors(_ route: TransferRoute) async throws {
        try await route.withDatabases { source, target in
            try await source.fill()
            let report = try await source.transfer(to: target, asRehearsal: true)
            #expect(report.isRehearsal)
            let enabled = try await target.read {
                try $0.run("SELECT 1 AS one FROM providers WHERE enabled = 1").count
            }
            #expect(enabled == 0)
            let audit = try await target.read { try AuditTable($0).list(AuditQuery(action: "database.copy")) }
            #expect(audit.items.count == 1)
            #expect(try await target.verifyAudit().intact)
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct TransferRefusalTests {
    @Test(arguments: TransferRoute.available)
    func aTargetThatHoldsAnythingIsLeftAlone(_ route: TransferRoute) async throws {
        try await route.withDatabases { source, target in
            try await source.fill()
            try await Migrator().run(on: target)
            try await target.register([skill("mine")])
            await #expect(throws: TransferRefusal.targetNotEmpty(table: "bundles")) {
                _ = try await source.transfer(to: target)
            }
            #expect(try await target.names(SkillQuery()) == ["mine"])
        }
    }

    @Test(arguments: TransferRoute.available)
    func tablesOfSomebodyElseAreNotMixedWithOurs(_ route: TransferRoute) async throws {
        try await route.withDatabases { source, target in
            try await target.write { try $0.runScript("CREATE TABLE invoices (id BIGINT PRIMARY KEY)") }
            await #expect(throws: TransferRefusal.foreignTarget(table: "invoices")) {
                _ = try await source.transfer(to: target)
            }
            let tables = try await target.read { try $0.run("SELECT id FROM invoices").count }
            #expect(tables == 0)
        }
    }

    @Test func aSourceOfAnotherSchemaIsRefused() async throws {
        try await Backend.sqlite.withEmptyDatabase { source in
            try await Backend.sqlite.withEmptyDatabase { target in
                let error = await #expect(throws: TransferRefusal.self) {
                    _ = try await source.transfer(to: target)
                }
                guard case .sourceSchema(found: 0, known: _)? = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
            }
        }
    }

    /// Whichever side fails in the middle, both come to an end and the target stays empty.
    @Test(arguments: TransferRoute.available, ["source", "target"])
    func afterAFailureOnTheWayTheTargetIsEmpty(_ route: TransferRoute, _ side: String) async throws {
        try await route.withDatabases { source, target in
            try await source.fill()
            try await Migrator().run(on: target)
            if side == "source" {
                // A table without a key cannot be read piece by piece; it comes after many others.
                for database in [source, target] {
                    try await database.write { try $0.runScript("CREATE TABLE workshop (note TEXT)") }
                }
            } else {
                try await target.write { connection in
                    try connection.runScript("CREATE UNIQUE INDEX one_only ON install_runs (kind)")
                }
            }
            await #expect(throws: StoreError.self) { _ = try await source.transfer(to: target) }
            #expect(try await target.names(SkillQuery()).isEmpty)
            let events = try await target.read { try $0.run("SELECT position FROM events").count }
            #expect(events == 0)
        }
    }
}
