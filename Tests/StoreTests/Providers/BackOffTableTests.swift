import Contract
import Domain
import Store
import Testing

@Suite struct BackOffTableTests {
    private static let error = TaskError(code: .rateLimited, message: "Slow down.", retryable: true)

    private func wish(from begin: Int, to end: Int) -> BackOffView {
        BackOffView(since: start + .seconds(begin), until: start + .seconds(end), error: Self.error)
    }

    private func lasting(_ database: any Database, at second: Int) async throws -> BackOffView? {
        try await database.read { try BackOffTable($0).lasting(at: start + .seconds(second)) }[.alpha]
    }

    @Test(arguments: Backend.available)
    func ofSeveralWishesTheOneThatEndsLaterHolds(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            #expect(try await lasting(database, at: 0) == nil)
            for wish in [wish(from: 0, to: 30), wish(from: 1, to: 10), wish(from: 2, to: 40)] {
                _ = try await database.write { try BackOffTable($0).put(wish, of: .alpha) }
            }
            #expect(try await database.read { try BackOffTable($0).ends() } == [.alpha: start + .seconds(40)])
            #expect(try await lasting(database, at: 39) == wish(from: 0, to: 40))
            #expect(try await lasting(database, at: 40) == nil)
            let end = start + .seconds(20)
            try await database.write { try BackOffTable($0).end(.alpha, at: end) }
            #expect(try await lasting(database, at: 20) == nil)
            #expect(try await database.read { try BackOffTable($0).ends() } == [.alpha: end])
            // What somebody ended is not gone on with.
            let next = wish(from: 21, to: 30)
            #expect(try await database.write { try BackOffTable($0).put(next, of: .alpha) })
            #expect(try await lasting(database, at: 29) == next)
        }
    }

    @Test(arguments: Backend.available)
    func aWishLongAfterTheLastOneIsANewOne(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            for wish in [wish(from: 0, to: 2), wish(from: 62, to: 64), wish(from: 200, to: 202)] {
                let isNew = try await database.write { try BackOffTable($0).put(wish, of: .alpha) }
                let goesOn = wish.since == start + .seconds(62)
                #expect(isNew == !goesOn)
                let found = try await database.read { try BackOffTable($0).lasting(at: wish.since) }[.alpha]
                #expect(found?.since == (goesOn ? start : wish.since))
                #expect(found?.until == wish.until)
            }
        }
    }

    /// Not even what somebody cancels: each answer would make the wait longer.
    @Test(arguments: Backend.available)
    func nothingBeginsWhileItLasts(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["a", "b"], providers: [.alpha, .beta])
            try await database.addRun(["a", "b"], on: [.alpha, .beta])
            try await database.write {
                try $0.run("UPDATE install_tasks SET cancel_requested = 1 WHERE skill = 'b'")
            }
            _ = try await database.write { try BackOffTable($0).put(wish(from: -10, to: 30), of: .alpha) }
            func held(at second: Int) async throws -> [ProviderID: Bool] {
                let moment = start + .seconds(second)
                let demands = try await database.read { try DemandTable($0).demands(of: "w", at: moment) }
                return Dictionary(uniqueKeysWithValues: demands.map { ($0.provider, $0.isHeldBack) })
            }
            #expect(try await held(at: 29) == [.alpha: true, .beta: false])
            #expect(try await held(at: 30) == [.alpha: false, .beta: false])
            #expect(try await database.claim(5, from: .alpha).isEmpty)
            #expect(try await database.claim(5, from: .beta).count == 2)
        }
    }

    @Test func aWishWaitsForNoClaim() async throws {
        let wish = wish(from: 0, to: 30)
        try await expectNoWaitForClaims { _ = try BackOffTable($0).put(wish, of: $1) }
    }
}
