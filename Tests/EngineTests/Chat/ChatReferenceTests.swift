import Contract
import Domain
import Engine
import Testing

/// CH-08: "the one that just failed" is a run of this very thread, shown by its name, or a question.
@Suite(.timeLimit(.minutes(5))) struct ChatReferenceTests {
    @Test func aFailureElsewhereIsOfferedAndNotTaken() async throws {
        try await withChat { chat in
            let failed = try await chat.failedRun("demo")
            let turn = try await chat.say("방금 실패한 거 다시")
            #expect(turn.thread != failed.thread)
            #expect(turn.outcome == .asked)
            #expect(turn.proposal == nil)
            let id = try #require(failed.runID)
            #expect(turn.reply.choices?.map(\.line) == ["/재시도 \(id)"])
            #expect(turn.reply.choices?.first?.label.contains(id.rawValue) ?? false)
        }
    }

    @Test func failuresOfOthersAreNotEvenOffered() async throws {
        try await withChat { chat in
            let failed = try await chat.failedRun("demo")
            for line in ["retry the last failed run", "방금 실패한 거 다시"] {
                let turn = try await chat.say(line, as: chat.ann)
                #expect(turn.outcome == .asked)
                #expect(!turn.reply.text.contains(try #require(failed.runID).rawValue))
            }
        }
    }

    @Test func twoFailuresAreAQuestion() async throws {
        try await withChat { chat in
            let first = try await chat.failedRun("demo")
            let second = try await chat.failedRun("other", in: first.thread)
            let turn = try await chat.say("방금 실패한 거 다시", in: first.thread)
            #expect(turn.outcome == .asked)
            let lines = try #require(turn.reply.choices).map(\.line)
            #expect(lines == [second, first].map { "/재시도 \($0.runID?.rawValue ?? "")" })
            let chosen = try await chat.say(try #require(lines[1]), in: first.thread)
            #expect(try await chat.confirm(chosen).runID == first.runID)
        }
    }

    @Test func anOldFailureIsNoLongerJustNow() async throws {
        try await withChat { chat in
            let first = try await chat.failedRun("demo")
            chat.world.clock.advance(by: .seconds(3600))
            let second = try await chat.failedRun("other", in: first.thread)
            let turn = try await chat.say("retry the last failed run", in: first.thread)
            #expect(turn.command == .retry(.id(try #require(second.runID).rawValue)))
        }
    }

    @Test func theLastRunIsTheOneThatWasSpokenOfLast() async throws {
        try await withChat { chat in
            let first = try await chat.carryOut("install demo on alpha")
            let second = try await chat.carryOut("install other on alpha", in: first.thread)
            _ = try await chat.carryOut("install demo on beta")
            let turn = try await chat.say("how did the last run go?", in: first.thread)
            #expect(turn.command == .status(.run(.id(try #require(second.runID).rawValue))))
            #expect(turn.reply.runs?.map(\.id) == [try #require(second.runID)])
        }
    }

    @Test func onThePageOfARunItIsMeant() async throws {
        try await withChat { chat in
            let failed = try await chat.failedRun("demo")
            let id = try #require(failed.runID)
            let again = try await chat.say("이거 다시", about: id)
            #expect(again.command == .retry(.id(id.rawValue)))
            #expect(again.outcome == .proposed)
            let why = try await chat.say("왜 실패했어?", as: chat.vera, about: id)
            #expect(why.outcome == .answered)
            #expect(why.reply.text.contains("auth_failed"))
            #expect(why.reply.text.contains("\"The key is void.\""))
            #expect(try await chat.say("retry this", about: "missing").outcome == .asked)
        }
    }

    @Test func aRunIsKnownByItsIdAndByItsEnd() async throws {
        try await withChat { chat in
            let begun = try await chat.carryOut("install demo on alpha")
            let id = try #require(begun.runID).rawValue
            for name in [id, String(id.suffix(8)), id.uppercased()] {
                let turn = try await chat.say("cancel \(name)")
                #expect(turn.command == .cancel(.id(id)), "\(name)")
            }
        }
    }

    /// At 08:00 UTC, of clocks on which it is the day before or the day after.
    @Test(
        "days begin at the midnight of whoever speaks",
        arguments: [
            ("+17:00", "2027-01-16T00:00:00+17:00"), ("-09:00", "2027-01-14T00:00:00-09:00"),
            (nil, "2027-01-15T00:00:00Z"),
        ] as [(String?, String)]
    )
    func days(_ offset: String?, _ midnight: String) async throws {
        try await withChat { chat in
            let line = "오늘 실패한 실행 알려줘"
            let turn = try await chat.olga.say(
                ChatMessage(line, utcOffset: offset.flatMap { UTCOffset($0) })
            )
            guard case .listRuns(let filter) = turn.command else {
                Issue.record("\(turn)")
                return
            }
            #expect(filter.since == midnight)
        }
    }
}
