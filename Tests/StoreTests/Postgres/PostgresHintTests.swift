import PostgresFixture
import Store
import StorePostgres
import Testing

/// Hints between two nodes, each with a database object of its own.
@Suite(.timeLimit(.minutes(5))) struct PostgresHintTests {
    private func hints(to database: PostgresDatabase) -> AsyncStream<Hint> {
        AsyncStream { continuation in
            let task = Task { await database.hints?.received { continuation.yield($0) } }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func next(_ hints: AsyncStream<Hint>) async -> Hint? {
        for await hint in hints { return hint }
        return nil
    }

    /// Both kinds come once a node has begun to listen.
    private func expectBoth(_ hints: AsyncStream<Hint>) async {
        let both = [await next(hints), await next(hints)]
        #expect(Set(both) == [.work, .events])
    }

    @Test func whatOneNodeSendsTheOtherHearsAndNotTheSender() async throws {
        try await withPostgres { one, place in
            let two = try PostgresDatabase(url: place.url(), connections: 1)
            let atOne = hints(to: one)
            let atTwo = hints(to: two)
            await expectBoth(atOne)
            await expectBoth(atTwo)
            one.hints?.send(.work)
            #expect(await next(atTwo) == .work)
            two.hints?.send(.events)
            // Its own hint, sent before, would have come first.
            #expect(await next(atOne) == .events)
            await two.close()
        }
    }

    @Test func manyHintsAtOnceBecomeFew() async throws {
        try await withPostgres { one, place in
            let two = try PostgresDatabase(url: place.url(), connections: 1)
            let atOne = hints(to: one)
            let atTwo = hints(to: two)
            await expectBoth(atOne)
            await expectBoth(atTwo)
            for _ in 0..<10_000 { one.hints?.send(.events) }
            one.hints?.send(.work)
            var heard: [Hint: Int] = [:]
            while heard[.work] == nil || heard[.events] == nil {
                heard[try #require(await next(atTwo)), default: 0] += 1
            }
            #expect(heard[.work] == 1)
            #expect(heard[.events, default: 0] < 1000)
            await two.close()
        }
    }

    @Test func aLostConnectionIsMadeAgainAndBothKindsAreReported() async throws {
        try await withPostgres { one, place in
            let two = try PostgresDatabase(url: place.url(), connections: 1)
            let atTwo = hints(to: two)
            await expectBoth(atTwo)
            try await place.terminateConnections()
            await expectBoth(atTwo)
            one.hints?.send(.work)
            #expect(await next(atTwo) == .work)
            await two.close()
        }
    }

    @Test func whoWaitsForHintsIsLetGoByCancelingAndByClosing() async throws {
        try await withPostgres { database, _ in
            let canceled = Task { await database.hints?.received { _ in } }
            canceled.cancel()
            await canceled.value
            let waiting = Task { await database.hints?.received { _ in } }
            try await database.ping()
            await database.close()
            await waiting.value
            await database.hints?.received { _ in }
        }
    }
}
