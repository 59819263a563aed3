import Chat
import Contract
import Testing

/// What a line says besides names: a run by what it did, "both", "from", and the choices that a question then has.
@Suite struct DoubtTests {
    private static let uninstall = "019ac001-0000-7000-8000-000000d4e5f6"
    private static let install = "019ac001-0000-7000-8000-000000b21e04"

    private let grammar = ChatGrammar(Corpus.context)

    /// None of these choices would be what was said.
    @Test(arguments: [
        "release-notes claude나 gemini에서 삭제해줘", "release-notes 두 제공자 모두에서 삭제해줘",
        "uninstall release-notes from both",
        "roll back release-notes on both", "install release-notes 3 on claude",
        "release-notes 이전 버전 클로드에 설치해줘",
        "제미나이 일시정지 막아줘", "release-notes를 클로드에서 1버전으로 내려줘", "drop pdf-tools into codex",
        "pdf-tools 클로드나 코덱스에 설치할까?", "install pdf-tools on claude or codex", "release-notes 첫 버전 클로드에 설치해줘",
        "install pdf-tools on all agents", "install pdf-tools on gemini like on claude",
    ])
    func aQuestionOffersNoCommandThatWasNotSaid(line: String) throws {
        let question = try #require(grammar.answer(to: line).question)
        #expect(question.choices.allSatisfy { $0.command == nil }, "\(question)")
    }

    @Test(arguments: [
        ("방금 설치한 거 롤백해줘", Self.install), ("마지막 삭제 되돌려줘", "last"), ("undo my last uninstall", "last"),
        ("undo my last install", Self.install),
    ])
    func lastIsThatOfTheThreadWhereItIsOfTheKind(line: String, run: String) {
        var context = Corpus.context
        context.last = Self.uninstall
        #expect(ChatGrammar(context).answer(to: line).command?.text() == "/rollback run \(run)")
    }

    @Test(arguments: ["undo my last uninstall", "마지막 설치 취소해줘", "retry the failed uninstall"])
    func aKindThatNoRunTellsIsAskedAbout(line: String) {
        var context = Corpus.context
        context.runs = context.runs.map { run in
            ChatContext.Run(
                id: run.id,
                short: run.short,
                status: run.status,
                skill: run.skill,
                age: run.age,
                by: run.by
            )
        }
        let question = ChatGrammar(context).answer(to: line).question
        #expect(question?.about == .run)
    }

    @Test func whatIsSaidToHaveFailedIsTheLastOneWhereThatDid() {
        #expect(grammar.answer(to: "방금 거 실패했는데 다시 해줘").command == nil)
        var context = Corpus.context
        context.last = "019ac001-0000-7000-8000-0000007f3a9c"
        #expect(ChatGrammar(context).answer(to: "방금 거 실패했는데 다시 해줘").command == .retry(.lastFailed))
        #expect(ChatGrammar(context).answer(to: "방금 거 실패했는데 취소해줘").command == nil)
    }

    /// The run of somebody else is no "last" of the speaker.
    @Test func aKindIsLookedForAmongTheSpeakersRunsAlone() {
        var context = Corpus.context
        context.runs.append(
            ChatContext.Run(
                id: "019ac001-0000-7000-8000-0000000fffff",
                status: "success",
                action: "rollback",
                by: "mina"
            )
        )
        #expect(ChatGrammar(context).answer(to: "undo the last rollback").question?.about == .run)
    }

    @Test func aRunThatIsLookedAtIsOfTheKindThatIsSaid() {
        var context = Corpus.context
        context.about = Self.uninstall
        #expect(ChatGrammar(context).answer(to: "이 설치 작업 되돌려줘").command == nil)
    }
}
