import Chat
import Contract
import Testing

/// Every sentence of the corpus is read as it is meant (CH-04).
@Suite struct CorpusTests {
    @Test(arguments: Corpus.parts)
    func everySentenceIsReadAsExpected(part: Corpus.Part) throws {
        let grammar = ChatGrammar(part.context)
        for row in part.rows {
            let answer = grammar.answer(to: row.text)
            #expect(try row.expect.isMet(by: answer), "\(row.id) \(row.text): \(answer)")
        }
    }

    /// The three figures that are promised, counted over everything.
    @Test func readsAreAllRightNoChangeIsWrongAndFewAreAskedBack() throws {
        var (reads, rightReads, wrongChanges, clear, asked) = (0, 0, 0, 0, 0)
        for part in Corpus.parts {
            let grammar = ChatGrammar(part.context)
            for row in part.rows {
                let answer = grammar.answer(to: row.text)
                let isMet = try row.expect.isMet(by: answer)
                reads += row.expect.isRead ? 1 : 0
                rightReads += row.expect.isRead && isMet ? 1 : 0
                wrongChanges += answer.changes && !isMet ? 1 : 0
                clear += row.expect.isChange ? 1 : 0
                asked += row.expect.isChange && answer.question != nil ? 1 : 0
            }
        }
        #expect(rightReads == reads)
        #expect(wrongChanges == 0)
        #expect(asked * 10 <= clear)
    }

    @Test func theCorpusIsLargeAndHasEveryIntentInBothLanguages() {
        let rows = Corpus.parts.flatMap(\.rows)
        #expect(rows.count >= 400)
        #expect(Set(rows.map(\.id)).count == rows.count)
        for intent in ChatIntent.allCases {
            let texts = rows.filter { $0.expect.intent == intent.rawValue }.map(\.text)
            #expect(texts.contains { $0.isKorean }, "\(intent) in Korean")
            #expect(texts.contains { !$0.isKorean }, "\(intent) in English")
        }
    }

    @Test func aQuestionHasAtMostFiveChoicesAndTheirCommandsAreReadBack() {
        for part in Corpus.parts {
            let grammar = ChatGrammar(part.context)
            for row in part.rows {
                guard let question = grammar.answer(to: row.text).question else { continue }
                #expect(question.choices.count <= 5)
                for case let choice in question.choices {
                    guard let command = choice.command else { continue }
                    #expect(grammar.answer(to: choice.value).command == command, "\(row.id)")
                }
            }
        }
    }
}

extension String {
    fileprivate var isKorean: Bool { unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) } }
}
