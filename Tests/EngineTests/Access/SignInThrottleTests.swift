import Contract
import Engine
import Store
import Testing

/// SEC-09: guessing is slow, and keeps nobody else out.
@Suite(.timeLimit(.minutes(5))) struct SignInThrottleTests {
    private func refusal(_ world: World, _ name: String, from address: String = "192.0.2.9") async throws
        -> Problem?
    {
        try await problem { try await world.enter(name, "a wrong password", from: address) }
    }

    @Test func anUnknownNameAndAWrongPasswordAreAnsweredAlike() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            let wrong = try await refusal(world, "mina")
            let unknown = try await refusal(world, "nobody")
            #expect(wrong == unknown)
            #expect(wrong?.code == .authenticationRequired)
            let empty = try await problem { try await world.enter("", "", from: "192.0.2.9") }
            #expect(empty == wrong)
        }
    }

    @Test func theWaitDoublesAndEndsWithTheRightPassword() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            for _ in 0..<5 { #expect(try await refusal(world, "mina")?.code == .authenticationRequired) }
            for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
                let blocked = try await problem { try await world.enter("mina", from: "192.0.2.9") }
                #expect(blocked?.code == .rateLimited)
                #expect(blocked?.retryAfterSeconds == seconds)
                world.clock.advance(by: .seconds(seconds))
                #expect(try await refusal(world, "MINA")?.code == .authenticationRequired)
            }
            world.clock.advance(by: .seconds(900))
            _ = try await world.enter("mina", from: "192.0.2.9")
            #expect(try await refusal(world, "mina")?.code == .authenticationRequired)
            _ = try await world.enter("mina", from: "192.0.2.9")
        }
    }

    @Test func whatHappensElsewhereKeepsNobodyOut() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            for number in 0..<40 {
                _ = try await refusal(world, "mina", from: "198.51.100.\(number % 4)")
            }
            #expect(try await refusal(world, "mina", from: "198.51.100.1")?.code == .rateLimited)
            _ = try await world.enter("mina", from: "192.0.2.1")
        }
    }

    @Test func anAddressThatTriesManyNamesWaitsButNotWhoeverIsAtHomeThere() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            _ = try await world.account("jun", .viewer)
            _ = try await world.enter("mina", from: "192.0.2.9")
            for number in 0..<20 {
                #expect(try await refusal(world, "n\(number)")?.code == .authenticationRequired)
            }
            #expect(try await refusal(world, "n20")?.code == .rateLimited)
            // A stranger to this address waits with the others, who has been here before does not.
            #expect(
                try await problem { try await world.enter("jun", from: "192.0.2.9") }?.code == .rateLimited
            )
            _ = try await world.enter("mina", from: "192.0.2.9")
            // Names that are made up meanwhile leave nothing behind.
            let rows = try await world.count("SELECT count(*) AS n FROM sign_in_failures")
            for number in 21..<60 { _ = try await refusal(world, "n\(number)") }
            #expect(try await world.count("SELECT count(*) AS n FROM sign_in_failures") == rows)
        }
    }

    @Test func manyAtOnceAndOnManyNodesGainNothing() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            let doors = [world.door, EngineFrontDoor(world.neighbour()) { "" }]
            let looked = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        let request = SignInRequest(name: "mina", password: "wrong", address: "192.0.2.9")
                        let refusal = try await problem {
                            try await doors[number % 2].signIn(request, requestID: "r", source: .api)
                        }
                        return refusal?.code == .authenticationRequired
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(looked == 5)
        }
    }

    @Test func anHourLaterItIsForgottenAndLaterRemoved() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            for _ in 0..<8 { _ = try await refusal(world, "mina") }
            world.clock.advance(by: .seconds(3601))
            for _ in 0..<5 { #expect(try await refusal(world, "mina")?.code == .authenticationRequired) }
            world.clock.advance(by: .seconds(25 * 3600))
            try await world.engine.janitor().tidy()
            #expect(try await world.count("SELECT count(*) AS n FROM sign_in_failures") == 0)
        }
    }

    @Test func failuresAreInTheHistoryWithoutFloodingIt() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            for _ in 0..<50 { _ = try await refusal(world, "mina") }
            let query = AuditQuery(action: "session.create")
            let entries = try await world.admin.audit(query).items
            #expect(entries.map(\.outcome) == ["denied"])
            #expect(entries.first?.actor == "mina")
            #expect(entries.first?.detail == ["address": "192.0.2.9", "attempts": "1"])
            #expect(entries.first?.requestID == "r5")
            // The rest is told when its time is over, whether or not it goes on.
            world.clock.advance(by: .seconds(601))
            try await world.engine.janitor().tidy()
            let later = try await world.admin.audit(query).items
            #expect(later.map { $0.detail["attempts"] } == ["49", "1"])
            try await world.engine.janitor().tidy()
            #expect(try await world.admin.audit(query).items.count == 2)
            #expect(try await world.admin.verifyAudit().intact)
        }
    }

    /// Whoever comes while passwords cannot be looked at has guessed nothing.
    @Test func aTryThatNobodyLookedAtDoesNotCount() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            let hash = try await world.database.read {
                try $0.run("SELECT password_hash FROM accounts").first?.text("password_hash")
            }
            for _ in 0..<4 { #expect(try await refusal(world, "mina")?.code == .authenticationRequired) }
            try await world.database.write { _ = try $0.run("UPDATE accounts SET password_hash = 'unknown'") }
            for _ in 0..<30 { #expect(try await refusal(world, "mina")?.code == .internal) }
            try await world.database.write {
                _ = try $0.run("UPDATE accounts SET password_hash = \(hash)")
            }
            // What was wrong before still does.
            #expect(try await refusal(world, "mina")?.code == .authenticationRequired)
            #expect(try await refusal(world, "mina")?.code == .rateLimited)
        }
    }

    /// Somebody may have typed the password there.
    @Test func aNameThatNobodyHasIsKeptNowhere() async throws {
        try await withWorld { world in
            for _ in 0..<9 { _ = try await refusal(world, "SevenGreenUmbrellas") }
            world.clock.advance(by: .seconds(601))
            try await world.engine.janitor().tidy()
            let entries = try await world.admin.audit(AuditQuery(action: "session.create")).items
            #expect(entries.map(\.actor) == ["-", "-"])
            let rows = try await world.database.read {
                try $0.run("SELECT tried, name_hash, actor FROM sign_in_failures WHERE name_hash IS NOT NULL")
            }
            #expect(rows.count == 1)
            for row in rows {
                #expect(try !row.text("tried").lowercased().contains("umbrellas"))
                #expect(row.optionalText("actor") == nil)
            }
        }
    }

    /// Else an address that has to wait would tell which names are used there.
    @Test func aNameUsedThereIsAnsweredLikeAnyOtherToWhoeverGuesses() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            _ = try await world.enter("mina", from: "192.0.2.9")
            for number in 0..<19 { _ = try await refusal(world, "n\(number)") }
            // Hers counts like any other.
            #expect(try await refusal(world, "mina")?.code == .authenticationRequired)
            for _ in 0..<8 {
                let known = try await refusal(world, "mina")
                #expect(known?.code == .rateLimited)
                #expect(try await refusal(world, "nobody") == known)
            }
            world.clock.advance(by: .seconds(1))
            #expect(try await refusal(world, "nobody")?.code == .authenticationRequired)
            _ = try await world.enter("mina", from: "192.0.2.9")
        }
    }
}
