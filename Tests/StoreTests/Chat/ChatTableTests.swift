import Contract
import Store
import Testing

@Suite struct ChatTableTests {
    private static func turn(
        _ text: String,
        in thread: ChatThreadID,
        at time: Timestamp = start,
        _ outcome: ChatOutcome = .proposed
    ) -> StoredChatTurn {
        let placement = ChatPlacement(skills: [.named("demo", version: nil)], providers: .all)
        return StoredChatTurn(
            id: .make(at: time),
            thread: thread,
            actor: "ann",
            text: text,
            locale: .korean,
            saidAt: time,
            source: .web,
            requestID: "r1",
            result: .init(
                outcome: outcome,
                command: .install(placement),
                canonical: "/install demo on all",
                reply: ChatReply("답"),
                proposal: ChatProposal(planHash: "hash", expiresAt: time + .seconds(300), effects: ["e"]),
                request: RunRequest(skills: [.init(name: "demo")], providers: [ProviderID(rawValue: "p")]),
                undoes: RunID(rawValue: "u")
            )
        )
    }

    private static func append(_ turn: StoredChatTurn, of owner: String, _ database: any Database)
        async throws -> Bool
    {
        try await database.write { try ChatTable($0).append(turn, of: owner) }
    }

    private static func take(_ turn: StoredChatTurn, at time: Timestamp, _ database: any Database)
        async throws -> Bool
    {
        try await database.write { try ChatTable($0).take(turn, at: time) }
    }

    private static let thread = ChatThreadID(rawValue: "t1")

    @Test(arguments: Backend.available) func aTurnIsReadAsItWasSaved(on backend: Backend) async throws {
        try await backend.withDatabase { database async throws in
            let turns = [Self.turn("하나", in: Self.thread), Self.turn("둘", in: Self.thread, .answered)]
            for turn in turns {
                #expect(try await Self.append(turn, of: "ann", database))
            }
            let read = try await database.read { try ChatTable($0).turns(of: Self.thread, limit: 10) }
            #expect(read == turns)
            #expect(
                try await database.read { try ChatTable($0).turns(of: Self.thread, limit: 1) } == [turns[1]]
            )
            #expect(try await database.read { try ChatTable($0).find(turns[0].id, of: "ann") } == turns[0])
            #expect(try await database.read { try ChatTable($0).find(turns[0].id, of: "bob") } == nil)
        }
    }

    @Test(arguments: Backend.available) func nobodyAddsToAThreadOfSomebodyElse(on backend: Backend)
        async throws
    {
        try await backend.withDatabase { database async throws in
            let (first, second) = (Self.turn("a", in: Self.thread), Self.turn("b", in: Self.thread))
            let added = [
                try await Self.append(first, of: "ann", database),
                try await Self.append(second, of: "bob", database),
            ]
            #expect(added == [true, false])
            #expect(
                try await database.read { try ChatTable($0).turns(of: Self.thread, limit: 10) } == [first]
            )
            #expect(
                try await database.read { try ChatTable($0).threads(of: "bob", PageRequest()).items }.isEmpty
            )
            #expect(try await database.read { try ChatTable($0).hasThread(Self.thread, of: "bob") } == false)
        }
    }

    /// Of many who take a proposal at once, one gets it.
    @Test(arguments: Backend.available) func oneTakesAProposal(on backend: Backend) async throws {
        try await backend.withDatabase { database async throws in
            let turn = Self.turn("a", in: Self.thread)
            _ = try await database.write { try ChatTable($0).append(turn, of: "ann") }
            let taken = try await Self.take(turn, times: 8, database)
            #expect(taken.filter(\.self).count == 1)
            let confirmed = try #require(
                try await database.read { try ChatTable($0).find(turn.id, of: "ann") }
            )
            #expect(confirmed.result.outcome == .confirmed)
            #expect(confirmed.confirmedAt == start)
            #expect(confirmed.tries == 1)
            // Left behind by whoever took it: again one gets it.
            #expect(try await Self.take(confirmed, times: 8, database).filter(\.self).count == 1)
            let again = try #require(try await database.read { try ChatTable($0).find(turn.id, of: "ann") })
            #expect(again.confirmedAt == start)
            #expect(again.tries == 2)
        }
    }

    private static func take(_ turn: StoredChatTurn, times: Int, _ database: any Database) async throws
        -> [Bool]
    {
        try await withThrowingTaskGroup { group in
            for _ in 0..<times {
                group.addTask { try await database.write { try ChatTable($0).take(turn, at: start) } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test(arguments: Backend.available) func aProposalIsTakenInTimeAndWithItsHash(on backend: Backend)
        async throws
    {
        try await backend.withDatabase { database async throws in
            let turn = Self.turn("a", in: Self.thread)
            _ = try await database.write { try ChatTable($0).append(turn, of: "ann") }
            var other = turn
            other.result.proposal = ChatProposal(
                planHash: "other",
                expiresAt: start + .seconds(300),
                effects: []
            )
            let wrong = other
            #expect(try await Self.take(wrong, at: start, database) == false)
            #expect(
                try await Self.take(turn, at: start + .seconds(300), database) == false
            )
            #expect(try await Self.take(turn, at: start + .seconds(299), database) == true)
            #expect(turn.outcome(at: start + .seconds(299)) == .proposed)
            #expect(turn.outcome(at: start + .seconds(300)) == .expired)
        }
    }

    @Test(arguments: Backend.available) func whatCameOfItIsNotedOnce(on backend: Backend) async throws {
        try await backend.withDatabase { database async throws in
            let turn = Self.turn("a", in: Self.thread)
            let run = RunID(rawValue: "r")
            try await database.write { connection in
                let table = ChatTable(connection)
                _ = try table.append(turn, of: "ann")
                // Nobody took it.
                try table.finish(turn.id, .done, ChatReply("early"), run: run, at: start)
                _ = try table.take(turn, at: start)
                // Whoever took over found everything changed: by the one who was only slow.
                try table.finish(turn.id, .void, ChatReply("void"), run: nil, at: start)
                try table.finish(turn.id, .done, ChatReply("done"), run: run, at: start)
                try table.finish(turn.id, .refused, ChatReply("late"), run: nil, at: start)
                try table.dismiss(turn.id, at: start)
            }
            let read = try #require(try await database.read { try ChatTable($0).find(turn.id, of: "ann") })
            #expect(read.result.outcome == .done)
            #expect(read.result.reply == ChatReply("done"))
            #expect(read.result.runID == run)
            #expect(try await database.read { try ChatTable($0).runs(of: Self.thread, limit: 5) } == [run])
        }
    }

    @Test(arguments: Backend.available) func aProposalIsWithdrawnInItsTime(on backend: Backend) async throws {
        try await backend.withDatabase { database async throws in
            let turns = [Self.turn("a", in: Self.thread), Self.turn("b", in: Self.thread)]
            try await database.write { connection in
                for turn in turns { _ = try ChatTable(connection).append(turn, of: "ann") }
                try ChatTable(connection).dismiss(turns[0].id, at: start + .seconds(299))
                try ChatTable(connection).dismiss(turns[1].id, at: start + .seconds(300))
            }
            let read = try await database.read { try ChatTable($0).turns(of: Self.thread, limit: 10) }
            #expect(read.map(\.result.outcome) == [.dismissed, .proposed])
        }
    }

    @Test(arguments: Backend.available) func oldThreadsGoWithAllThatWasSaidInThem(on backend: Backend)
        async throws
    {
        try await backend.withDatabase { database async throws in
            let threads = (0..<5).map { ChatThreadID(rawValue: "t\($0)") }
            try await database.write { connection in
                for (index, thread) in threads.enumerated() {
                    let turn = Self.turn("a", in: thread, at: start + .seconds(index))
                    _ = try ChatTable(connection).append(turn, of: "ann")
                }
            }
            let limit = start + .seconds(3)
            #expect(try await database.write { try ChatTable($0).prune(usedBefore: limit, limit: 2) } == 2)
            #expect(try await database.write { try ChatTable($0).prune(usedBefore: limit, limit: 2) } == 1)
            #expect(try await database.write { try ChatTable($0).prune(usedBefore: limit, limit: 2) } == 0)
            let left = try await database.read {
                try ChatTable($0).threads(of: "ann", PageRequest()).items.map(\.id)
            }
            #expect(left == [threads[4], threads[3]])
            let rows = try await database.read { try $0.run("SELECT id FROM chat_actions").count }
            #expect(rows == 2)
        }
    }

    @Test(arguments: Backend.available) func namesChangeTheirStampWheneverASkillDoes(on backend: Backend)
        async throws
    {
        try await backend.withDatabase { database async throws in
            func stamp() async throws -> ChatNames.Stamp {
                try await database.read { try ChatNames($0).stamp() }
            }
            var stamps = [try await stamp()]
            try await database.register([skill("a", tags: ["x", "y"])])
            stamps.append(try await stamp())
            try await database.register([skill("b")])
            stamps.append(try await stamp())
            try await database.register([skill("a", content: "v2")])
            stamps.append(try await stamp())
            // By a clock that is behind.
            try await database.write { connection in
                _ = try SkillTable(connection).yank(version: 1, of: "b", reason: "r", at: start - .seconds(9))
            }
            stamps.append(try await stamp())
            for (first, second) in zip(stamps, stamps.dropFirst()) { #expect(first != second) }
            let names = try await database.read { try ChatNames($0).skills(limit: 10) }
            #expect(Set(names.map(\.name)) == ["a", "b"])
            #expect(names.first { $0.name == "a" }?.tags == ["x", "y"])
            #expect(names.first { $0.name == "a" }?.versions == 2)
            #expect(names.first { $0.name == "b" }?.state == .yanked)
            #expect(try await database.read { try ChatNames($0).skills(limit: 1) }.count == 1)
        }
    }
}
