import Chat
import Contract
import Testing

/// What help says can be said is understood as that.
@Suite struct CommandHelpTests {
    private let grammar = ChatGrammar(Corpus.context)

    @Test(arguments: ChatIntent.allCases, ChatLanguage.allCases)
    func everyExampleAsksForItsCommand(_ intent: ChatIntent, _ language: ChatLanguage) {
        let help = ChatCommandHelp(intent, in: language)
        #expect(help.examples.count == 2)
        #expect(help.effect == intent.effect)
        for example in help.examples {
            #expect(grammar.answer(to: example).command?.intent == intent, "\(example)")
        }
        // The word alone begins the canonical form of every command of it.
        #expect(help.word.hasPrefix("/"))
        #expect(grammar.answer(to: "/help \(intent.rawValue)").command == .help(topic: intent))
    }

    @Test(arguments: ChatLanguage.allCases) func helpHasEveryCommandOnceForWhoeverMayDoAll(
        _ language: ChatLanguage
    ) {
        let all = ChatCommandHelp.all(in: language, for: Operation.allCases)
        #expect(Set(all.map(\.intent)) == Set(ChatIntent.allCases))
        #expect(all.count == ChatIntent.allCases.count)
        #expect(Set(all.map(\.summary)).count == all.count)
    }

    @Test func aCommandIsNotThereWhenAnyOfItsPermissionsIsMissing() {
        for intent in ChatIntent.allCases {
            for missing in intent.operations {
                let rest = Operation.allCases.filter { $0 != missing }
                let known = ChatCommandHelp.all(in: .english, for: rest).map(\.intent)
                #expect(!known.contains(intent))
            }
        }
        #expect(ChatCommandHelp.all(in: .english, for: []).map(\.intent) == [.help])
    }

    /// What changes something takes a permission beside that of looking.
    @Test func changesTakeMoreThanReading() {
        for intent in ChatIntent.allCases where intent.effect == .change {
            #expect(intent.operations.count == 2, "\(intent)")
        }
    }
}
