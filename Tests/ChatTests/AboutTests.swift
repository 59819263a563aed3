import Chat
import Contract
import Testing

/// A line that is said on the page of a run, and names no other.
@Suite struct AboutTests {
    private static let run = "019ac001-0000-7000-8000-000000d4e5f6"

    private var grammar: ChatGrammar {
        var context = Corpus.context
        context.about = Self.run
        return ChatGrammar(context)
    }

    @Test(arguments: [
        ("retry this", "/retry"), ("이거 다시", "/retry"), ("재시도", "/retry"), ("취소해줘", "/cancel"),
        ("cancel", "/cancel"),
        ("왜 실패했어?", "/why"), ("why did it fail?", "/why"), ("이거 어떻게 됐어?", "/status run"),
        ("상태 알려줘", "/status run"),
        ("approve it", "/approve"), ("승인해줘", "/approve"), ("되돌려줘", "/rollback run"),
    ])
    func aRunThatIsNotNamedIsThatOne(_ line: String, _ words: String) {
        #expect(grammar.answer(to: line).command?.text() == "\(words) \(Self.run)")
    }

    @Test(arguments: [
        "방금 실패한 거 다시", "마지막 실행 취소해줘", "c90d11 왜 실패했어?", "install release-notes on claude", "claude 괜찮아?",
        "release-notes 이전 버전으로 되돌려줘. 이유: 번역이 깨짐", "김치찌개 레시피", "show the last 5 runs", "mina가 어제부터 뭐 했어?",
        "don't cancel", "cancel everything", "지금 돌고 있는 거 멈춰줘",
    ])
    func whatIsSaidPlainlyOrNotAtAllStaysWhatItIs(_ line: String) {
        #expect(grammar.answer(to: line) == ChatGrammar(Corpus.context).answer(to: line))
    }

    @Test(arguments: ["cancel tomorrow", "취소할까?", "cancel if it is slow"])
    func whatIsNotSaidPlainlyIsNoChangeEither(_ line: String) {
        #expect(grammar.answer(to: line).command == nil)
    }

    /// Nothing of it makes a change of what was none.
    @Test func noSentenceOfTheCorpusIsReadAsAnotherChange() {
        for part in Corpus.parts {
            var context = part.context
            context.about = context.runs.first?.id
            let about = ChatGrammar(context)
            let plain = ChatGrammar(part.context)
            for row in part.rows where plain.answer(to: row.text).changes {
                #expect(about.answer(to: row.text) == plain.answer(to: row.text), "\(row.text)")
            }
            // What asked for its run is about that one now, and about no other.
            for row in part.rows where !plain.answer(to: row.text).changes {
                guard let command = about.answer(to: row.text).command, command.effect == .change else {
                    continue
                }
                let isOfRun = context.about.map { command.text().contains($0) } ?? false
                #expect(isOfRun, "\(row.text)")
            }
        }
    }
}
