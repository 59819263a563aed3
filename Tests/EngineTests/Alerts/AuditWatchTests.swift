import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct AuditWatchTests {
    @Test func aBrokenAuditLogIsNoticed() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            try await world.addProvider("alpha")
            try await world.database.write { connection in
                try connection.run("UPDATE audit_heads SET hash = 'forged'")
            }
            let watch = world.engine.auditWatch()
            #expect(try await watch.look())
            let alert = try #require(try await world.broken().first)
            #expect(alert.severity == .critical)
            // Where it is broken is for those who may verify it.
            #expect(alert.message == "The audit log is not whole.")
            // Not again before its time.
            #expect(try await watch.look() == false)
            world.clock.advance(by: .seconds(6 * 3600))
            #expect(try await watch.look())
            #expect(try await world.broken().map(\.count) == [2])
        }
    }

    @Test func oneNodeVerifiesAtATimeAndAnotherWhenItFallsSilent() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            try await world.addProvider("alpha")
            let (first, second) = (world.engine.auditWatch(), world.neighbour().auditWatch())
            // In the middle of it: the fourth read is the verification's.
            world.faults.fail(.read, 4)
            await #expect(throws: StoreError.self) { try await first.look() }
            #expect(try await second.look() == false)
            world.clock.advance(by: .seconds(61))
            #expect(try await second.look())
            #expect(try await first.look() == false)
        }
    }

    /// However long it takes: alerts are looked for meanwhile, and by nobody twice.
    @Test func nothingWaitsForTheVerification() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            try await world.addProvider("alpha")
            let gate = Gate()
            world.faults.holdReads(gate)
            let verification = Task { try await world.engine.auditWatch().look() }
            await gate.arrivals(1)
            let alerts = world.neighbour().alertWatch()
            world.clock.advance(by: .seconds(120))
            try await alerts.catchUp()
            #expect(
                try await world.database.read { try AlertFactTable($0).facts(after: 0, limit: 10) }
                    .map(\.fact.kind) == [.workers]
            )
            gate.open()
            #expect(try await verification.value)
            world.clock.advance(by: .seconds(60))
            try await alerts.catchUp()
            #expect(
                try await world.database.read { try AlertFactTable($0).facts(after: 0, limit: 10) }
                    .map(\.fact.kind) == [.workers, .auditChecked, .workers]
            )
        }
    }

    @Test func itEndsWhenItsNodeDoes() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            try await world.addProvider("alpha")
            let gate = Gate()
            world.faults.holdReads(gate)
            let verification = Task { try await world.engine.auditWatch().look() }
            await gate.arrivals(1)
            verification.cancel()
            await #expect(throws: (any Error).self) { try await verification.value }
            let facts = try await world.database.read { try AlertFactTable($0).latestPosition() }
            #expect(facts == 0)
        }
    }
}

extension World {
    fileprivate func broken() async throws -> [AlertView] {
        try await admin.alerts(AlertQuery(state: .open, rule: "audit-broken")).items
    }
}
