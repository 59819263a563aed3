import Contract
import Domain
import Engine
import Testing

/// What is confirmed is what was shown: no target more, and no other version.
@Suite(.timeLimit(.minutes(5))) struct ChatShownTests {
    /// Another run can put back just what an earlier one left; undoing the earlier one undoes that, too.
    @Test func whatAnotherRunPutBackIsShownAsUndone() async throws {
        try await withChat { chat in
            let world = chat.world
            try await world.finish(
                try #require(try await chat.carryOut("install demo on alpha and beta").run)
            )
            try await world.addSkill("demo", content: "v2")
            let both = try await chat.carryOut("install demo on alpha and beta")
            try await world.finish(try #require(both.run))
            try await world.addSkill("demo", content: "v3")
            let third = try await chat.carryOut("install demo on alpha")
            try await world.finish(try #require(third.run))
            let back = try await chat.carryOut(
                "/rollback run \(try #require(third.runID)) because it is broken"
            )
            try await world.finish(try #require(back.run))
            let turn = try await chat.say("roll back demo on beta because it is broken")
            #expect(turn.outcome == .asked)
            let line = try #require(turn.reply.choices?.first?.line)
            let shown = try await chat.say(line, in: turn.thread)
            #expect(shown.proposal?.effects.first?.contains("2 targets") == true)
            let undone = try await world.finish(try #require(try await chat.confirm(shown).run))
            #expect(undone.counts.total == 2)
        }
    }

    @Test func whatMayNotBeginAgainIsSaidBeforeARetry() async throws {
        try await withChat { chat in
            let world = chat.world
            let failure = ProviderFailure(.authFailed, "The key is void.")
            world.providers.fail("alpha", failure, failure)
            let run = try await chat.carryOut("install demo and other on alpha")
            #expect(try await world.finish(try #require(run.run)).status == .failed)
            _ = try await chat.ann.yank(version: 1, of: "other", reason: "It is broken.", if: .present)
            let turn = try await chat.say("/retry run \(try #require(run.runID))", in: run.thread)
            #expect(turn.proposal?.effects.first?.contains("1 target ") == true)
            #expect(turn.proposal?.effects.last?.contains("1 target may not begin again") == true)
            #expect(
                try await world.finish(try #require(try await chat.confirm(turn).run)).status
                    == .partialFailed
            )
        }
    }

    @Test func anotherVersionThanIsMeantIsNotRemoved() async throws {
        try await withChat { chat in
            try await chat.world.addSkill("demo", content: "v2")
            try await chat.world.finish(try #require(try await chat.carryOut("install demo on alpha").run))
            let other = try await chat.say("uninstall demo@1 from alpha")
            #expect(other.outcome == .refused)
            #expect(other.reply.problem?.detail.contains("version 2") == true)
            let right = try await chat.carryOut("uninstall demo@2 from alpha")
            #expect(try await chat.world.finish(try #require(right.run)).status == .success)
        }
    }

    /// The name of a token that was revoked may be given to another one.
    @Test func aTokenOfNobodyHasItsOwnThreads() async throws {
        try await withChat { chat in
            func bot(_ id: String) -> EngineSession {
                let token = Caller.Credential.token(TokenID(rawValue: id), name: "bot")
                let caller = Caller(
                    name: "bot",
                    role: .operator,
                    credential: token,
                    requestID: "request-\(id)"
                )
                return chat.world.engine.session(for: caller)
            }
            let turn = try await chat.say("install demo on alpha", as: bot("1"))
            #expect(try await problem { try await chat.confirm(turn, as: bot("2")) }?.code == .notFound)
            #expect(try await chat.confirm(turn, as: bot("1")).outcome == .done)
        }
    }

    @Test func aRunThatWasBegunLongBeforeTheCrashIsFound() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            let done = try await chat.confirm(turn)
            try await chat.interrupt(turn)
            chat.world.clock.advance(by: .seconds(13 * 3600))
            #expect(try await chat.confirm(turn).runID == done.runID)
        }
    }

    @Test func afterADayNobodyKnowsWhetherARunWasBegun() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            try await chat.interrupt(turn)
            chat.world.clock.advance(by: .seconds(25 * 3600))
            let late = try await chat.confirm(turn)
            #expect(late.outcome == .refused)
            #expect(late.reply.text.contains("Nobody knows"))
            #expect(try await chat.rows("install_runs") == 0)
        }
    }
}
