import Contract
import Domain
import Engine
import Testing

/// What a language model suggests is a line that somebody has to pick, and no more.
@Suite(.timeLimit(.minutes(5))) struct ChatSuggestionTests {
    private static let riddle = "whatever are we here for, dear friend"

    /// Nothing of it is understood, or some words are not.
    @Test(arguments: [(riddle, ChatOutcome.notUnderstood), ("demo belongs on alpha, dear friend", .asked)])
    func aSuggestionIsPickedAndThenConfirmed(_ line: String, _ outcome: ChatOutcome) async throws {
        try await withChat { chat in
            chat.world.suggester.answer("install demo on alpha")
            let turn = try await chat.say(line)
            #expect(turn.outcome == outcome)
            #expect(turn.proposal == nil)
            let choice = try #require(turn.reply.choices?.first?.line)
            #expect(choice == "/install demo on alpha")
            #expect(turn.reply.choices?.count == 1)
            #expect(try await chat.rows("install_runs") == 0)
            let picked = try await chat.say(choice, in: turn.thread)
            #expect(picked.outcome == .proposed)
            #expect(try await chat.rows("install_runs") == 0)
            #expect(try await chat.confirm(picked).outcome == .done)
        }
    }

    /// Nothing, no command, two commands, an unknown skill, a question back, a negation, and far too much.
    @Test(arguments: [
        nil, "Sure, with pleasure!", "install demo on alpha and retry the last run",
        "install nowhere on alpha",
        "install demo", "do not install demo on alpha", String(repeating: "a", count: 5000),
    ])
    func whatIsNoCommandIsNotShown(_ answer: String?) async throws {
        try await withChat { chat in
            chat.world.suggester.answer(answer)
            let turn = try await chat.say(Self.riddle)
            #expect(turn.outcome == .notUnderstood)
            #expect(turn.reply.choices?.count == 5)
            #expect(chat.world.suggester.asked.count == 1)
        }
    }

    @Test func onlyWhatTheCallerMayDoIsSuggested() async throws {
        try await withChat { chat in
            chat.world.suggester.answer("install demo on alpha")
            let turn = try await chat.say(Self.riddle, as: chat.vera)
            #expect(turn.reply.choices?.count == 5)
            #expect(chat.world.suggester.asked.first?.intents.contains(.install) == false)
        }
    }

    @Test func whatIsUnderstoodIsNotSentAndKeysNeverAre() async throws {
        try await withChat { chat in
            _ = try await chat.say("install demo on alpha")
            _ = try await chat.say("install demo")
            _ = try await chat.say("do not install demo on alpha")
            #expect(chat.world.suggester.asked.isEmpty)
            let key = "sky_" + String(repeating: "0a", count: 32)
            _ = try await chat.say("\(Self.riddle) \(key)")
            #expect(chat.world.suggester.asked.count == 1)
            #expect(chat.world.suggester.asked.allSatisfy { !$0.line.contains(key) })
        }
    }
}
