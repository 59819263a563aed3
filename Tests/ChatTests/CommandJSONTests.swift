import Chat
import Contract
import Testing

/// Commands are stored and sent as JSON, and have to be the same when they come back.
@Suite struct CommandJSONTests {
    @Test func everyCommandSurvives() throws {
        var commands = CommandGenerator(seed: 7, context: Corpus.context)
        for _ in 0..<3000 {
            let command = commands.next()
            let text = try JSON.text(command)
            #expect(try JSON.decode(ChatCommand.self, from: text.utf8) == command, "\(text)")
        }
    }

    @Test func theFormIsTheOneOfTheParseFormat() throws {
        let placement = ChatPlacement(
            skills: [.named("a", version: "2"), .tagged("docs")],
            providers: .all,
            reason: "why"
        )
        #expect(
            try JSON.text(ChatCommand.install(placement))
                == #"{"args":{"providers":"all","reason":"why","skills":["a@2","tag:docs"]},"intent":"install"}"#
        )
        #expect(
            try JSON.text(ChatCommand.rollback(.run(.last), providers: nil, reason: nil))
                == #"{"args":{"run":"last"},"intent":"rollback"}"#
        )
    }

    @Test(arguments: [
        #"{"intent":"install","args":{"skills":["a"]}}"#, #"{"intent":"retry","args":{}}"#,
        #"{"intent":"install","args":{"skills":["a"],"providers":"some"}}"#, #"{"intent":"fly","args":{}}"#,
        #"{"intent":"status","args":{}}"#,
    ])
    func whatIsIncompleteIsNoCommand(_ text: String) {
        #expect(throws: (any Error).self) { try JSON.decode(ChatCommand.self, from: text.utf8) }
    }
}
