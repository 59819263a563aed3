import Contract
import Engine
import Store
import Testing

/// What is said stays where it was said, and is nobody else's.
@Suite(.timeLimit(.minutes(5))) struct ChatThreadTests {
    @Test func aThreadKeepsItsTurnsInOrder() async throws {
        try await withChat { chat in
            let first = try await chat.say("스킬 목록 보여줘")
            let second = try await chat.say("are all providers healthy?", in: first.thread)
            #expect(first.locale == .korean)
            #expect(second.locale == .english)
            #expect(first.outcome == .answered)
            #expect(first.reply.skills?.map(\.name) == ["demo", "other"])
            #expect(second.reply.providers?.map(\.id) == ["alpha", "beta", "gamma"])
            let thread = try await chat.olga.chatThread(first.thread)
            #expect(thread.turns == [first, second])
            let listed = try await chat.olga.chatThreads(PageRequest()).items
            #expect(listed.map(\.turns) == [2])
            #expect(listed.map(\.title) == ["스킬 목록 보여줘"])
            #expect(listed.map(\.lastAt) == [second.saidAt])
        }
    }

    @Test func threadsOfOthersAreNotThere() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            for stranger in [chat.ann, chat.vera, chat.world.session("olga", .operator)] {
                #expect(try await stranger.chatThreads(PageRequest()).items.isEmpty)
                let refusals = [
                    try await problem { try await stranger.chatThread(turn.thread) },
                    try await problem { try await stranger.chatTurn(turn.id, in: turn.thread) },
                    try await problem { try await chat.say("help", as: stranger, in: turn.thread) },
                    try await problem { try await chat.confirm(turn, as: stranger) },
                    try await problem { try await stranger.dismissChat(turn.id) },
                ]
                #expect(refusals.map { $0?.code } == Array(repeating: .notFound, count: 5))
            }
            #expect(try await chat.rows("install_runs") == 0)
            #expect(try await chat.olga.chatThread(turn.thread).turns.map(\.outcome) == [.proposed])
        }
    }

    @Test func aTurnStandsInItsOwnThreadOnly() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            let other = try await chat.say("help")
            let found = try await chat.olga.chatTurn(turn.id, in: turn.thread)
            #expect(found.id == turn.id)
            #expect(found.outcome == .proposed)
            let elsewhere: [(ChatTurnID, ChatThreadID)] = [
                (turn.id, other.thread), (other.id, turn.thread), (turn.id, "missing"),
                ("missing", turn.thread),
            ]
            for (id, thread) in elsewhere {
                let refusal = try await problem { try await chat.olga.chatTurn(id, in: thread) }
                #expect(refusal?.code == .notFound, "\(id) in \(thread)")
            }
        }
    }

    @Test func threadsAreListedByTheirLastUseAPageAtATime() async throws {
        try await withChat { chat in
            var threads: [ChatThreadID] = []
            for _ in 0..<5 { threads.append(try await chat.say("help").thread) }
            _ = try await chat.say("alerts", in: threads[0])
            var (found, page): ([ChatThreadID], PageRequest) = ([], PageRequest(limit: 2))
            repeat {
                let piece = try await chat.olga.chatThreads(page)
                found += piece.items.map(\.id)
                page.cursor = piece.nextCursor
            } while page.cursor != nil
            #expect(found == [threads[0], threads[4], threads[3], threads[2], threads[1]])
        }
    }

    @Test func onlyTheNewestTurnsOfALongThreadAreShown() async throws {
        try await withChat { chat in
            let first = try await chat.say("help")
            for number in 1...ChatThread.maximumTurns {
                _ = try await chat.say("show run \(number)", in: first.thread)
            }
            let turns = try await chat.olga.chatThread(first.thread).turns
            #expect(turns.count == ChatThread.maximumTurns)
            #expect(turns.first?.text == "show run 1")
            #expect(turns.last?.text == "show run \(ChatThread.maximumTurns)")
            // A page that still shows an older one asks for it by itself.
            #expect(try await chat.olga.chatTurn(first.id, in: first.thread) == first)
        }
    }

    /// CH-06: a run tells how it stands in the thread that began it, also when the server was another one then.
    @Test func aRunGoesOnInItsThreadOnAnotherServer() async throws {
        try await withChat { chat in
            let done = try await chat.carryOut("install demo on alpha")
            #expect(done.outcome == .done)
            #expect(done.run?.status == .queued)
            try await chat.world.finish(try #require(done.run))
            let later = chat.person("olga", .operator, at: chat.world.neighbour())
            let turn = try #require(try await later.chatThread(done.thread).turns.first)
            #expect(turn.runID == done.runID)
            #expect(turn.run?.status == .success)
            #expect(turn.reply == done.reply)
            #expect(try await later.chatTurn(done.id, in: done.thread) == turn)
        }
    }

    @Test(arguments: [
        ("", "required"), (" \n ", "required"), (String(repeating: "a", count: 1001), "length"),
        ("help\u{0}", "format"), ("help\u{1B}[31m", "format"),
    ])
    func aLineHasToBeText(_ text: String, _ code: String) async throws {
        try await withChat { chat in
            let refusal = try await problem { try await chat.say(text) }
            #expect(refusal?.code == .validationFailed)
            #expect(refusal?.errors.map(\.pointer) == ["/text"])
            #expect(refusal?.errors.map(\.code) == [code])
            #expect(try await chat.rows("chat_actions") == 0)
        }
    }

    @Test func theLongestLineIsTaken() async throws {
        try await withChat { chat in
            let text = "help " + String(repeating: "가", count: 995)
            let turn = try await chat.say("  \(text)\n")
            #expect(turn.text == text)
        }
    }

    @Test func anUnknownThreadIsNotBegun() async throws {
        try await withChat { chat in
            let refusal = try await problem { try await chat.say("help", in: "missing") }
            #expect(refusal?.code == .notFound)
            let odd = try await problem { try await chat.say("help", in: .init(rawValue: "")) }
            #expect(odd?.errors.map(\.pointer) == ["/thread"])
            #expect(try await chat.rows("chat_threads") == 0)
        }
    }

    @Test func keysAreNotKept() async throws {
        try await withChat { chat in
            let secret = "sky_" + String(repeating: "0a", count: 32)
            let vendor = "sk-ant-" + (10..<40).map { String($0 * 7919 % 9973, radix: 36) }.joined()
            let turn = try await chat.say("pause alpha because of \(vendor) and \(secret).")
            #expect(turn.text == "pause alpha because of sk-ant-[…] and sky_[…].")
            let rows = try await chat.world.database.read { connection in
                try connection.run("SELECT * FROM chat_actions").map { "\($0)" }
                    + connection.run("SELECT * FROM chat_threads").map { "\($0)" }
            }
            #expect(rows.count == 2)
            #expect(!rows.joined().contains("0a0a0a") && !rows.joined().contains(vendor.suffix(20)))
        }
    }

    @Test func whatNobodyUsedForLongIsRemoved() async throws {
        try await withChat { chat in
            let old = try await chat.say("help").thread
            chat.world.clock.advance(by: .seconds(60 * 86_400))
            let new = try await chat.say("help").thread
            chat.world.clock.advance(by: .seconds(31 * 86_400))
            try await chat.world.engine.janitor().tidy()
            #expect(try await chat.olga.chatThreads(PageRequest()).items.map(\.id) == [new])
            #expect(try await problem { try await chat.olga.chatThread(old) }?.code == .notFound)
            #expect(try await chat.rows("chat_actions") == 1)
        }
    }
}
