import Contract
import Engine
import Store
import Testing

/// A confirmation counts once, for whoever was shown that very plan, within its time (CH-02).
@Suite(.timeLimit(.minutes(5))) struct ChatConfirmTests {
    @Test func confirmedAgainItAnswersTheSame() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            let first = try await chat.confirm(turn)
            let second = try await chat.confirm(turn)
            #expect(first == second)
            #expect(first.outcome == .done)
            #expect(first.reply.runs?.map(\.id) == [try #require(first.runID)])
            #expect(try await chat.rows("install_runs") == 1)
        }
    }

    @Test func confirmedTwiceAtOnceItIsCarriedOutOnce() async throws {
        try await withChat { chat in
            let lines = ["install demo on alpha", "pause beta"]
            for line in lines {
                let turn = try await chat.say(line)
                let turns = try await withThrowingTaskGroup { group in
                    for _ in 0..<8 { group.addTask { try await chat.confirm(turn) } }
                    return try await group.reduce(into: [ChatTurn]()) { $0.append($1) }
                }
                #expect(turns.map(\.outcome) == Array(repeating: .done, count: 8))
                #expect(Set(turns.map(\.runID)).count == 1)
            }
            #expect(try await chat.rows("install_runs") == 1)
            #expect(try await chat.audit(.pauseProvider).count == 1)
        }
    }

    /// Two servers on one database do not know of each other.
    @Test func confirmedAtTwoServersAtOnceItBeginsOneRun() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            let hash = try #require(turn.proposal?.planHash)
            let sessions = [chat.olga, chat.person("olga", .operator, at: chat.world.neighbour())]
            try await withThrowingTaskGroup { group in
                for session in sessions {
                    group.addTask { _ = try await session.confirmChat(turn.id, planHash: hash) }
                }
                try await group.waitForAll()
            }
            #expect(try await chat.rows("install_runs") == 1)
            #expect(try await chat.confirm(turn).outcome == .done)
        }
    }

    @Test func afterFiveMinutesItIsOver() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            let intime = try await chat.say("install demo on beta", in: turn.thread)
            chat.world.clock.advance(by: .seconds(299))
            #expect(try await chat.confirm(intime).outcome == .done)
            chat.world.clock.advance(by: .seconds(1))
            let refusal = try await problem { try await chat.confirm(turn) }
            #expect(refusal?.code == .conflict)
            #expect(try await chat.olga.dismissChat(turn.id).outcome == .expired)
            let outcomes = try await chat.olga.chatThread(turn.thread).turns.map(\.outcome)
            #expect(outcomes == [.expired, .done])
            #expect(try await chat.rows("install_runs") == 1)
        }
    }

    @Test func anotherPlanByNowIsVoid() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            try await chat.world.addSkill("demo", content: "v2")
            for _ in 0..<2 {
                #expect(try await problem { try await chat.confirm(turn) }?.code == .planChanged)
            }
            let kept = try #require(try await chat.olga.chatThread(turn.thread).turns.first)
            #expect(kept.outcome == .void)
            #expect(kept.reply.text.contains("The plan has changed"))
            #expect(try await chat.rows("install_runs") == 0)
            let again = try await chat.say(try #require(turn.canonical), in: turn.thread)
            #expect(again.proposal?.targets?.map(\.version) == [2])
            #expect(try await chat.confirm(again).outcome == .done)
        }
    }

    @Test func anotherHashConfirmsNothing() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            let refusal = try await problem { try await chat.olga.confirmChat(turn.id, planHash: "other") }
            #expect(refusal?.code == .planChanged)
            #expect(try await chat.confirm(turn).outcome == .done)
        }
    }

    @Test func whatWasWithdrawnStaysSo() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            #expect(try await chat.olga.dismissChat(turn.id).outcome == .dismissed)
            #expect(try await chat.olga.dismissChat(turn.id).outcome == .dismissed)
            #expect(try await problem { try await chat.confirm(turn) }?.code == .conflict)
            let done = try await chat.carryOut("install demo on beta")
            #expect(try await chat.olga.dismissChat(done.id).outcome == .done)
            #expect(try await chat.rows("install_runs") == 1)
        }
    }

    @Test func whatProposesNothingCannotBeConfirmed() async throws {
        try await withChat { chat in
            for line in ["help", "install demo", "xyzzy", "show demo"] {
                let turn = try await chat.say(line)
                let refusal = try await problem { try await chat.olga.confirmChat(turn.id, planHash: "x") }
                #expect(refusal?.code == .conflict, "\(line)")
            }
        }
    }

    // MARK: After a crash

    @Test func aRunThatWasBegunBeforeTheCrashIsFound() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            let done = try await chat.confirm(turn)
            try await chat.world.finish(try #require(done.run))
            try await chat.interrupt(turn)
            let again = try await chat.confirm(
                turn,
                as: chat.person("olga", .operator, at: chat.world.neighbour())
            )
            #expect(again.outcome == .done)
            #expect(again.runID == done.runID)
            #expect(again.run?.status == .success)
            #expect(try await chat.rows("install_runs") == 1)
        }
    }

    @Test func aRunThatWasNotBegunBeforeTheCrashIsBegunOnce() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            try await chat.interrupt(turn)
            #expect(try await chat.olga.chatThread(turn.thread).turns.map(\.outcome) == [.confirmed])
            chat.world.clock.advance(by: .seconds(600))
            let first = try await chat.confirm(turn)
            #expect(first.outcome == .done)
            #expect(try await chat.confirm(turn) == first)
            #expect(try await chat.rows("install_runs") == 1)
        }
    }

    @Test func afterACrashAnotherPlanIsVoidToo() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            try await chat.interrupt(turn)
            try await chat.world.addSkill("demo", content: "v2")
            #expect(try await problem { try await chat.confirm(turn) }?.code == .planChanged)
            #expect(try await chat.rows("install_runs") == 0)
        }
    }

    /// Keys are forgotten after a day, and a run that was found by its key would be begun again.
    @Test func longAfterACrashNothingIsBegun() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            try await chat.interrupt(turn)
            chat.world.clock.advance(by: .seconds(13 * 3600))
            #expect(try await problem { try await chat.confirm(turn) }?.code == .planChanged)
            #expect(try await chat.rows("install_runs") == 0)
        }
    }

    @Test func aPauseIsNotRepeatedAfterACrash() async throws {
        try await withChat { chat in
            let turn = try await chat.say("pause beta")
            _ = try await chat.confirm(turn)
            try await chat.interrupt(turn)
            // The entry has to be found by its time alone.
            let entry = try #require(try await chat.audit(.pauseProvider).first)
            try await chat.world.database.write { connection in
                _ = try connection.run(
                    "UPDATE chat_actions SET confirmed_at = \(entry.at) WHERE id = \(turn.id)"
                )
            }
            #expect(try await chat.confirm(turn).outcome == .done)
            #expect(try await chat.audit(.pauseProvider).count == 1)
        }
    }

    @Test func aRollbackIsNotRepeatedAfterACrash() async throws {
        try await withChat { chat in
            let done = try await chat.carryOut("install demo on alpha")
            try await chat.world.finish(try #require(done.run))
            let turn = try await chat.say("undo the last run because it is broken", in: done.thread)
            let rolled = try await chat.confirm(turn)
            let entry = try #require(try await chat.audit(.rollbackRun).first)
            try await chat.interrupt(turn)
            try await chat.world.database.write { connection in
                _ = try connection.run(
                    "UPDATE chat_actions SET confirmed_at = \(entry.at) WHERE id = \(turn.id)"
                )
            }
            let again = try await chat.confirm(turn)
            #expect(again.outcome == .done)
            #expect(again.runID == rolled.runID)
            #expect(try await chat.rows("install_runs") == 2)
        }
    }

    @Test func whileTheDatabaseIsAwayItStaysToBeConfirmed() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            chat.world.faults.failWrites(true)
            #expect(try await problem { try await chat.confirm(turn) }?.code == .unavailable)
            chat.world.faults.failWrites(false)
            #expect(try await chat.confirm(turn).outcome == .done)
            #expect(try await chat.rows("install_runs") == 1)
        }
    }

    /// Whatever write of it goes wrong, confirming it again comes to one run.
    @Test(arguments: 1...12) func whateverWriteFailsOneRunIsBegun(_ statement: Int) async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            chat.world.faults.failStatement(statement)
            _ = try await problem { try await chat.confirm(turn) }
            #expect(try await chat.confirm(turn).outcome == .done)
            #expect(try await chat.rows("install_runs") == 1)
            #expect(try await chat.audit(.startRun).count { $0.outcome == "accepted" } == 1)
        }
    }
}
