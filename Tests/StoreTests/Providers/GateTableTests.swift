import Contract
import Domain
import Store
import Testing

@Suite struct GateTableTests {
    private static let failure = TaskError(code: .timeout, message: "No answer.", retryable: true)

    @Test(arguments: Backend.available)
    func aPauseLastsUntilItIsEndedAndThenSaysWhen(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["a"], providers: [.alpha, .beta])
            let pause = PauseView(reason: "why", by: "ann", since: start)
            try await database.write { connection in
                try PauseTable(connection).pause(.provider(.alpha), pause)
                try PauseTable(connection).pause(.everything, pause)
            }
            let later = PauseView(reason: "because", by: "bob", since: start + .seconds(9))
            try await database.write { try PauseTable($0).pause(.everything, later) }
            let lasting = try await database.read { try PauseTable($0).lasting() }
            #expect(lasting[.provider(.alpha)] == pause)
            #expect(lasting[.everything] == PauseView(reason: "because", by: "bob", since: start))
            let end = start + .seconds(60)
            let ended = try await database.write { connection in
                let table = PauseTable(connection)
                let first = try table.resume(.everything, at: end)
                let again = try table.resume(.everything, at: end + .seconds(1))
                return [first, again, try table.resume(.provider(.beta), at: end)]
            }
            #expect(ended == [true, false, false])
            #expect(try await database.read { try PauseTable($0).find(.everything) } == nil)
            #expect(try await database.read { try PauseTable($0).ended() } == [.everything: end])
            try await database.write { try PauseTable($0).pause(.everything, later) }
            #expect(try await database.read { try PauseTable($0).find(.everything) } == later)
        }
    }

    @Test(arguments: Backend.available)
    func nothingIsClaimedWhereAPauseLastsButWhatIsToEnd(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["a", "b"], providers: [.alpha])
            try await database.addRun(["a", "b"], on: [.alpha])
            let pause = PauseView(reason: "why", by: "ann", since: start)
            for place in [PauseTable.Place.everything, .provider(.alpha)] {
                try await database.write { try PauseTable($0).pause(place, pause) }
                #expect(try await database.read { try DemandTable($0).demands(of: "w1", at: start) }.isEmpty)
                #expect(try await database.claim(5, from: .alpha).isEmpty)
                try await database.write { _ = try PauseTable($0).resume(place, at: start) }
            }
            try await database.write { connection in
                try PauseTable(connection).pause(.everything, pause)
                try connection.run("UPDATE install_tasks SET cancel_requested = 1 WHERE skill = 'b'")
            }
            let demand = try await database.read { try DemandTable($0).demands(of: "w1", at: start) }.first
            #expect(demand?.isShut == true)
            #expect(demand?.isDue == true)
            #expect(try await database.claim(5, from: .alpha).map(\.task.skill) == ["b"])
        }
    }

    @Test(arguments: Backend.available)
    func aBreakerIsFoundAsItWasSavedAndForgottenAtRest(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["a"], providers: [.alpha, .beta])
            let probe = ProviderBreaker.Probe(task: TaskID(rawValue: "t"), token: "k")
            var opened = ProviderBreaker()
            for _ in 0..<ProviderBreaker.threshold { opened.note(.down(Self.failure), of: probe, at: start) }
            var probing = opened
            probing.begin(probe)
            var counting = ProviderBreaker()
            counting.note(.down(Self.failure), of: probe, at: start)
            for breaker in [counting, opened, probing] {
                try await database.write { try BreakerTable($0).save(breaker, of: .alpha) }
                #expect(try await database.read { try BreakerTable($0).all() } == [.alpha: breaker])
                let free = try await database.write { try BreakerTable($0).lockFree(.alpha) }
                #expect(free == breaker)
            }
            let locked = try await database.write { connection in
                try BreakerTable(connection).lock([.alpha, .beta], failing: [.beta])
            }
            #expect(locked == [.alpha: probing, .beta: ProviderBreaker()])
            try await database.write { connection in
                try BreakerTable(connection).save(ProviderBreaker(), of: .alpha)
                try BreakerTable(connection).save(ProviderBreaker(), of: .beta)
            }
            #expect(try await database.read { try BreakerTable($0).all() }.isEmpty)
        }
    }

    @Test func aFirstFailureWaitsForNoClaim() async throws {
        try await expectNoWaitForClaims { connection, failing in
            _ = try BreakerTable(connection).lock([failing], failing: [failing])
        }
    }
}
