import Contract
import Engine
import Proofs
import Store
import Testing

/// SEC-11: the checkpoints that sign the audit log, and what they find out.
@Suite(.timeLimit(.minutes(5))) struct NotaryTests {
    private func newest(_ world: World) async throws -> AuditCheckpointView? {
        try await world.admin.auditCheckpoints(PageRequest(limit: 1)).items.first
    }

    @Test func theJanitorSignsWhenEnoughTimeHasPassed() async throws {
        try await withWorld { world in
            let janitor = world.engine.janitor()
            try await janitor.tidy()
            #expect(try await newest(world) == nil, "there is nothing to sign")
            try await world.addSkill("demo")
            try await janitor.tidy()
            #expect(try await newest(world)?.number == 1)
            try await world.addSkill("other")
            world.clock.advance(by: .seconds(890))
            try await janitor.tidy()
            #expect(try await newest(world)?.number == 1)
            world.clock.advance(by: .seconds(11))
            try await janitor.tidy()
            #expect(try await newest(world)?.number == 2)
            world.clock.advance(by: .seconds(10_000))
            try await janitor.tidy()
            #expect(try await newest(world)?.number == 2, "nothing was added")
            let found = try await world.admin.verifyAudit()
            #expect(found.intact)
            #expect(found.uncovered == 0)
        }
    }

    @Test func manyEntriesAreSignedWithoutWaiting() async throws {
        try await withWorld { world in
            let clock = world.clock
            let notary = Notary(
                world.database,
                key: try #require(world.signingKey),
                settings: .init(entries: 3, interval: .seconds(1000))
            ) { clock.now }
            try await notary.sign()
            #expect(try await newest(world)?.number == 1, "an empty log is signed when asked for")
            try await world.addSkill("one")
            try await notary.signIfDue()
            #expect(try await newest(world)?.number == 1)
            try await world.addSkill("two")
            try await world.addSkill("three")
            try await notary.signIfDue()
            #expect(try await newest(world)?.number == 2)
        }
    }

    @Test func aCheckpointThatIsNotThereIsNotFound() async throws {
        try await withWorld { world in
            #expect(try await problem { try await world.admin.auditCheckpoint(1) }?.code == .notFound)
            try await world.engine.notary?.sign()
            #expect(try await world.admin.auditCheckpoint(1).number == 1)
        }
    }

    private func lines(_ query: AuditExportQuery, of world: World) async throws -> [AuditExportLine] {
        var bytes: [UInt8] = []
        for try await piece in try await world.admin.exportAudit(query).pieces { bytes += piece }
        #expect(bytes.last == 10)
        return try bytes.split(separator: 10).map { try JSON.decode(AuditExportLine.self, from: $0) }
    }

    private func verification(_ lines: [AuditExportLine], key: String) throws -> AuditVerification {
        var check = AuditExportCheck { $0 == key }
        for line in lines { check.follow(try line.bytes().dropLast()) }
        check.finish()
        return check.verification
    }

    @Test func aWholeExportIsCoveredByItsOwnCheckpoint() async throws {
        try await withWorld { world in
            let key = try #require(world.signingKey).publicKey.id
            for number in 1...5 { try await world.addSkill("skill-\(number)") }
            try await world.engine.notary?.sign()
            try await world.addSkill("late")
            let found = try verification(try await lines(AuditExportQuery(), of: world), key: key)
            #expect(found.breaks == [])
            #expect(found.checkpoints == 2)
            #expect(found.uncovered == 0)
            // Six skills, the key, two checkpoints and the export.
            #expect(found.entries == 10)
        }
    }

    @Test func anExportOfASpanGoesOnFromTheEntryBefore() async throws {
        try await withWorld { world in
            let key = try #require(world.signingKey).publicKey.id
            for number in 1...4 {
                world.clock.advance(by: .seconds(100))
                try await world.addSkill("skill-\(number)")
                try await world.engine.notary?.sign()
            }
            let since = ManualClock.start + .seconds(150)
            let lines = try await lines(
                AuditExportQuery(after: since, before: ManualClock.start + .seconds(350)),
                of: world
            )
            let found = try verification(lines, key: key)
            #expect(found.breaks == [])
            let subjects = lines.compactMap { line in
                if case .entry(let entry) = line, entry.action == "skill.register" {
                    entry.subject
                } else {
                    nil
                }
            }
            #expect(subjects == ["skill:skill-2@1", "skill:skill-3@1"])
            #expect(lines.contains { if case .chain(let start) = $0 { start.after > 0 } else { false } })
            // The last one before and the first one after it, too.
            #expect(found.checkpoints == 4)
        }
    }

    @Test func onlyAuditorsAndAdministratorsExport() async throws {
        try await withWorld { world async throws in
            let eve = world.session("eve", .operator)
            #expect(
                try await problem { try await eve.exportAudit(AuditExportQuery()) }?.code == .permissionDenied
            )
        }
    }
}
