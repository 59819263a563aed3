import Chat
import Contract
import Testing

/// What is echoed back is what is meant: every command survives being written and read again.
@Suite struct CanonicalFormTests {
    private let grammar = ChatGrammar(Corpus.context)

    @Test(arguments: ChatLanguage.allCases)
    func everyCommandIsReadBackAsItself(language: ChatLanguage) {
        var commands = CommandGenerator(seed: 20_261_126, context: Corpus.context)
        for _ in 0..<3000 {
            let command = commands.next()
            let text = command.text(in: language)
            #expect(grammar.answer(to: text) == .command(command), "\(text)")
        }
    }

    /// Skills called `on` and `run`, a provider called `all`.
    @Test(arguments: ChatLanguage.allCases)
    func namesThatAreWordsOfTheFormAreReadBackAsNames(language: ChatLanguage) throws {
        let part = try #require(Corpus.parts.first { $0.name == "names" })
        let grammar = ChatGrammar(part.context)
        var commands = CommandGenerator(seed: 20_261_127, context: part.context)
        for _ in 0..<2000 {
            let command = commands.next()
            let text = command.text(in: language)
            #expect(grammar.answer(to: text) == .command(command), "\(text)")
        }
    }

    @Test func everyCommandOfTheCorpusIsReadBackInBothLanguages() {
        for part in Corpus.parts {
            let grammar = ChatGrammar(part.context)
            for row in part.rows {
                guard let command = grammar.answer(to: row.text).command else { continue }
                for language in ChatLanguage.allCases {
                    #expect(grammar.answer(to: command.text(in: language)).command == command, "\(row.text)")
                }
            }
        }
    }

    @Test(arguments: [
        "/install release-notes@9 on claude", "/install nothing-here on claude",
        "/install release-notes on nowhere",
        "/retry 00000000", "/ack_alert a9999", "/rollback skill release-notes@2",

        "/install release-notes, release-notes2 on all",
    ])
    func aFormThatNamesWhatIsNotThereIsNoCommand(text: String) {
        #expect(!grammar.answer(to: text).changes)
    }

    @Test func theFormIsTheOneThatIsDocumented() {
        let placement = ChatPlacement(
            skills: [.named("release-notes", version: "3"), .tagged("docs")],
            providers: .listed(["claude", "openai"]),
            reason: "launch"
        )
        #expect(
            ChatCommand.install(placement).text()
                == "/install release-notes@3, tag:docs on claude, openai because launch"
        )
        #expect(
            ChatCommand.install(placement).text(in: .korean)
                == "/설치 release-notes@3, tag:docs 대상 claude, openai 이유: launch"
        )
    }
}
