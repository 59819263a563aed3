import Contract
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct EventFeedTests {
    /// A world whose feed is running.
    private func withFeed(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            let feed = Task { try await world.engine.feed.run() }
            try await body(world)
            feed.cancel()
            try await feed.value
        }
    }

    private func add(_ count: Int, to world: World, marked mark: String = "e") async throws {
        try await world.database.write { connection in
            let events = (0..<count).map { NewEvent(.skillRegistered, skill: "\(mark)\($0)") }
            try EventTable(connection).append(events, at: ManualClock.start)
        }
        world.engine.signals.events.notify()
    }

    /// The next `count` items of a stream.
    private func take(_ count: Int, from stream: AsyncStream<EventFeedItem>) async -> [EventFeedItem] {
        var items: [EventFeedItem] = []
        for await item in stream {
            items.append(item)
            if items.count == count { break }
        }
        return items
    }

    private func skills(_ items: [EventFeedItem]) -> [String] {
        items.map { item in
            switch item {
            case .event(let event): event.skill ?? "?"
            case .resync(let position): "resync \(position)"
            }
        }
    }

    @Test func whoFollowsFromNowSeesOnlyWhatComesNext() async throws {
        try await withFeed { world in
            try await add(3, to: world, marked: "old")
            let stream = try await world.admin.events(after: nil)
            try await add(2, to: world, marked: "new")
            #expect(skills(await take(2, from: stream)) == ["new0", "new1"])
        }
    }

    @Test func whoComesBackGetsWhatWasMissedOnce() async throws {
        try await withFeed { world in
            try await add(1200, to: world)
            let stream = try await world.admin.events(after: 3)
            let items = await take(1197, from: stream)
            #expect(skills(items) == (3..<1200).map { "e\($0)" })
        }
    }

    @Test func whoIsTooFarBehindOrAheadReadsEverythingAnew() async throws {
        try await withFeed { world in
            try await add(10_050, to: world)
            for position in [0, 20, 99_999] as [Int64] {
                let stream = try await world.admin.events(after: position)
                #expect(skills(await take(1, from: stream)) == ["resync 10050"])
            }
            let close = try await world.admin.events(after: 51)
            #expect(skills(await take(1, from: close)) == ["e51"])
        }
    }

    @Test func whatWasForgottenIsNotPassedOverInSilence() async throws {
        try await withFeed { world in
            try await add(100, to: world)
            let stream = try await world.neighbour()
                .session(for: Caller(name: "ann", role: .admin, requestID: "request-1")).events(after: 10)
            #expect(skills(await take(1, from: stream)) == ["e10"])
            // The feed has seen what is about to be forgotten.
            _ = try await world.admin.events(after: nil)
            try await world.database.write { try EventTable($0).prune(before: 90) }
            let late = try await world.admin.events(after: 20)
            #expect(skills(await take(1, from: late)) == ["resync 100"])
            let fine = try await world.admin.events(after: 89)
            #expect(skills(await take(1, from: fine)) == ["e89"])
        }
    }

    @Test func aReaderThatFallsBehindWhileItReadsIsToldSo() async throws {
        try await withFeed { world in
            try await add(10, to: world)
            let stream = try await world.admin.events(after: 0)
            var reader = stream.makeAsyncIterator()
            for number in 0..<10 { #expect(skills([try #require(await reader.next())]) == ["e\(number)"]) }
            for _ in 0..<30 { try await add(500, to: world, marked: "flood") }
            // The reader was at rest meanwhile, and the feed went on without it.
            let last = try await world.admin.events(after: 15_009)
            _ = await take(1, from: last)
            #expect(skills([try #require(await reader.next())]) == ["resync 15010"])
            try await add(1, to: world, marked: "after")
            #expect(skills([try #require(await reader.next())]) == ["after0"])
        }
    }

    @Test func manyReadersSeeEveryEventOnceAndInOrderWhileWritersCommit() async throws {
        try await withFeed { world in
            var streams: [AsyncStream<EventFeedItem>] = []
            for _ in 0..<20 { streams.append(try await world.admin.events(after: nil)) }
            try await withThrowingTaskGroup(of: [Int64].self) { group in
                for stream in streams {
                    group.addTask {
                        await take(400, from: stream).compactMap { item in
                            if case .event(let event) = item { event.position } else { nil }
                        }
                    }
                }
                try await withThrowingTaskGroup(of: Void.self) { writers in
                    for writer in 0..<8 {
                        writers.addTask {
                            for _ in 0..<10 { try await add(5, to: world, marked: "w\(writer)-") }
                        }
                    }
                    try await writers.waitForAll()
                }
                for try await positions in group { #expect(positions == Array(1...400)) }
            }
        }
    }

    @Test func aReaderThatGoesAwayEndsItsStream() async throws {
        try await withFeed { world in
            let stream = try await world.admin.events(after: nil)
            let reader = Task { await take(1, from: stream) }
            reader.cancel()
            #expect(await reader.value.isEmpty)
        }
    }

    @Test func whatIsDoneIsAnnounced() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            _ = try await world.admin.checkProvider("alpha")
            let run = try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            _ = try await world.admin.yank(version: 1, of: "demo", reason: "broken", if: .present)
            let events = try await world.events()
            #expect(
                events.map(\.kind) == [
                    .providerChanged, .skillRegistered, .providerChecked, .runQueued, .taskChanged,
                    .runChanged,
                    .taskChanged, .runChanged, .skillYanked,
                ]
            )
            #expect(
                events.map(\.status).suffix(6) == ["queued", "running", "running", "success", "success", nil]
            )
            #expect(events.filter { $0.runID == run.id }.count == 5)
        }
    }

    @Test func oldEventsAndKeysAreTidiedAwayInSmallSteps() async throws {
        try await withWorld { world in
            try await world.database.write { connection in
                let events = (0..<12_000).map { _ in NewEvent(.skillYanked) }
                try EventTable(connection).append(events, at: ManualClock.start)
                try IdempotencyTable(connection).save(
                    caller: "ann",
                    key: "old",
                    fingerprint: "f",
                    answer: "{}",
                    at: ManualClock.start
                )
                try WorkerTable(connection).see("gone", process: "p", at: ManualClock.start)
            }
            world.clock.advance(by: .seconds(24 * 3600 + 1))
            let clock = world.clock
            let settings = Janitor.Settings(eventsKept: 500)
            let janitor = Janitor(
                database: world.database,
                settings: settings,
                signals: world.engine.signals,
                logger: world.log.logger
            ) {
                clock.now
            }
            try await janitor.tidy()
            try await janitor.tidy()
            #expect(try await world.count("SELECT count(*) AS n FROM events") == 501)
            #expect(try await world.count("SELECT min(position) AS n FROM events") == 11_500)
            #expect(try await world.count("SELECT count(*) AS n FROM idempotency_keys") == 0)
            #expect(try await world.count("SELECT count(*) AS n FROM workers") == 0)
        }
    }
}
