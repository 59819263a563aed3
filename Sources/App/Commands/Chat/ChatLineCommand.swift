import ArgumentParser
import Contract

/// `skillyard chat`: lines in Korean or English, carried out by a server once they are confirmed.
struct ChatLineCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Say what you want in Korean or English, and confirm what it would do.",
        discussion: """
            skillyard chat "install release-notes on openai and claude" --wait
            skillyard chat "어제부터 실패한 실행 알려줘"
            Without a line it asks for one after the other, with Tab to complete and the arrows for earlier ones, until \
            Ctrl-D; where standard input is no terminal it takes the lines that come from there. A change is shown first \
            and carried out after a y, or with --yes.
            With --parse-only no server is asked: one JSON object per line, {"id", "text"} and perhaps "context", is \
            answered with how it is read. docs/08-chat-grammar.md describes what is understood.
            """
    )

    @Argument(help: ArgumentHelp("What you want.", valueName: "line"))
    var words: [String] = []
    @OptionGroup var talk: ChatTalkOptions
    @Flag(help: "Only say how each sentence is read; nothing is carried out, and no server is asked.")
    var parseOnly = false
    @Option(
        help: ArgumentHelp(
            "With --parse-only: skills, providers, runs and alerts that sentences speak of, as JSON.",
            valueName: "file"
        )
    )
    var context: String?
    @Option(
        help: ArgumentHelp(
            "With --parse-only: where the sentences are; standard input without it.",
            valueName: "file"
        )
    )
    var sentences: String?
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if parseOnly {
            if !words.isEmpty { throw ValidationError("--parse-only reads sentences from --sentences.") }
        } else if context != nil || sentences != nil {
            throw ValidationError("--context and --sentences are for --parse-only.")
        }
    }

    func run() async throws {
        guard parseOnly else { return try await runWithServer() }
        let parsing = ChatParsing(console: try CommandContext.required().console, json: connection.json)
        try parsing.run(sentences, context: context)
    }

    func run(_ session: Session) async throws {
        let input = session.context.lines()
        guard words.isEmpty else {
            var talk = ChatTalk(session: session, options: talk)
            return try await talk.say(words.joined(separator: " "), input).end()
        }
        if input.isPerson, !connection.json {
            try await ChatPrompt(session: session, options: talk).run(input)
        } else {
            try await ChatPipe(session: session, options: talk).run(input).end()
        }
    }
}

/// How lines are said, and what becomes of a change.
struct ChatTalkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Go on in this thread of yours; without it a new one begins.", valueName: "id")
    )
    var thread: String?
    @Option(
        help: ArgumentHelp(
            "Answer in ko or en; without it in the language of the line.",
            valueName: "language"
        )
    )
    var locale: ChatLanguage?
    @Option(help: ArgumentHelp("The run that \"this\" is.", valueName: "run"))
    var about: String?
    @Flag(help: "Carry changes out without asking.")
    var yes = false
    @Flag(help: "Follow the run to its end; status 0, 3 or 4 by how it ended.")
    var wait = false
}
