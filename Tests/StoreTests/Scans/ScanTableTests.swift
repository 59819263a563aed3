import Contract
import Domain
import Store
import Testing

/// SEC-03, SEC-04: reports and waivers on every database.
@Suite struct ScanTableTests {
    private func report(_ digest: String, rules: Int = 1, _ levels: ScanFinding.Level...) -> ScanReport {
        let findings = levels.enumerated().map { index, level in
            ScanFinding(
                id: "f\(index)",
                rule: "rule.\(level.rawValue)",
                level: level,
                path: "a.sh",
                line: index + 1,
                message: "m",
                fix: "f"
            )
        }
        return ScanReport(digest: digest, rulesVersion: rules, findings: findings, omitted: 0)
    }

    /// A stored version, whose digest reports and waivers can belong to.
    private func register(_ database: any Database) async throws -> String {
        try await database.write { connection in
            try SkillTable(connection).register(skill("demo"), at: start).version.digest
        }
    }

    @Test(arguments: Backend.available)
    func theFirstReportOfAContentAndItsRulesStays(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let digest = try await register(database)
            try await database.write { connection in
                let table = ScanTable(connection)
                #expect(try table.find(digest: digest, rulesVersion: 1) == nil)
                try table.save(report(digest, .block), at: start)
                try table.save(report(digest), at: start + .seconds(5))
                let found = try table.find(digest: digest, rulesVersion: 1)
                #expect(found?.report == report(digest, .block))
                #expect(found?.scannedAt == start)
                #expect(try table.find(digest: digest, rulesVersion: 2) == nil)
                try table.save(report(digest, rules: 2), at: start)
                #expect(try table.find(digest: digest, rulesVersion: 2)?.report.verdict == .clean)
            }
        }
    }

    @Test(arguments: Backend.available)
    func aWaiverIsKeptAndRevokedOnce(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let digest = try await register(database)
            let waivers = [
                ("019330e2-0000-7000-8000-000000000001", 1), ("019330e2-0000-7000-8000-000000000002", 2),
            ].map {
                id,
                days in
                ScanWaiver(
                    id: WaiverID(rawValue: id),
                    digest: digest,
                    rulesVersion: 1,
                    rule: days == 1 ? "rule.block" : nil,
                    finding: days == 1 ? nil : "f0",
                    approver: "ann",
                    reason: "검토함",
                    createdAt: start,
                    expiresAt: start + .seconds(days * 86_400)
                )
            }
            try await database.write { connection in
                let table = WaiverTable(connection)
                for waiver in waivers { try table.insert(waiver) }
                #expect(try table.all(digest: digest) == waivers.reversed())
                #expect(try table.all(digest: "other").isEmpty)
                let id = waivers[0].id
                #expect(try table.revoke(id, digest: "other", by: "eve", at: start) == nil)
                let revoked = try table.revoke(id, digest: digest, by: "bob", at: start + .seconds(1))
                #expect(revoked?.revokedBy == "bob")
                let again = try table.revoke(id, digest: digest, by: "eve", at: start + .seconds(9))
                #expect(again == revoked)
            }
            await #expect(throws: StoreError.conflict) {
                try await database.write { try WaiverTable($0).insert(waivers[0]) }
            }
        }
    }

    @Test func aWaiverCoversUntilItEnds() {
        let waiver = ScanWaiver(
            id: "w",
            digest: "d",
            rulesVersion: 1,
            rule: "rule.block",
            finding: nil,
            approver: "ann",
            reason: "r",
            createdAt: start,
            expiresAt: start + .seconds(10)
        )
        let blocked = report("d", .block, .block, .warning)
        #expect(blocked.verdict == .blocked)
        #expect(blocked.verdict(with: [waiver], at: start + .seconds(9)) == .warned)
        #expect(blocked.verdict(with: [waiver], at: start + .seconds(10)) == .blocked)
        #expect(blocked.blocking([], at: start).count == 2)
    }
}
