import Contract
import Testing

@testable import Chat

@Suite struct WordTests {
    @Test(arguments: [
        ("설치해줘", Mood.request), ("설치해 주세요", .request), ("설치하자", .request), ("설치할게요", .request),
        ("설치합시다", .request), ("설치하십쇼", .request), ("설치해주세용", .request), ("설치해 주시면 감사하겠습니다", .request),
        ("설치해 주시면", .condition),
        ("설치하고 싶어요", .request), ("설치해 줄래", .request), ("설치하지 마", .negative), ("설치하지 말고", .negative),
        ("설치할까", .question), ("설치해도 돼", .question), ("설치해야 해", .question), ("설치하면", .condition),
        ("설치할 때", .condition), ("설치하고", .connective), ("설치해서", .connective), ("설치된", .passive),
        ("설치한", .adnominal),
        ("설치돼", .passive),
        ("설치했어", .statement), ("설치하려면", .howTo), ("설치할 수", .ability), ("설치하기", .nominal),
    ])
    func endingsSayHowSomethingIsMeant(word: String, mood: Mood) {
        #expect(KoreanForms.standard.meaning(of: word) == .act(.install, mood))
    }

    @Test(arguments: [
        ("깔아줘", Act.install), ("깐", .install), ("올려 주세요", .install), ("올릴까", .install), ("지워줘", .uninstall),
        ("지운", .uninstall),
        ("내려줘", .uninstall), ("되돌려줘", .rollback), ("되돌립시다", .rollback), ("멈춰", .cancel), ("다시 돌려줘", .retry),
        ("보여줘", .show),
        ("롤백시켜줘", .rollback), ("취소하여", .cancel), ("일시정지 풀어줘", .resume), ("일시중단을 해제해줘", .resume),
    ])
    func irregularVerbsAreKnownByTheirForms(word: String, act: Act) throws {
        guard case .act(let found, _)? = KoreanForms.standard.meaning(of: word) else {
            Issue.record("\(word) is no verb")
            return
        }
        #expect(found == act)
    }

    @Test(arguments: [
        ("ㅋㅋㅎ", true), ("ㅠㅜ", true), ("ㅇㅇ", true), ("ㄱ", true), ("ㅇㅋ", true), ("ㅎㅈㅁ", false), ("ㄱㄷ", false),
        ("ㄴㄴ", false),
    ])
    func singleLettersSayNothingOnlyWhereTheyLaughOrAgree(word: String, isOrnament: Bool) {
        #expect(Ornament.isLetters(word) == isOrnament)
    }

    @Test(arguments: [
        ("release-notes", "relase-notes", true), ("release-notes", "release-note", true),
        ("release-notes", "releasenotes", true), ("claude", "cluade", true), ("claude", "claud", true),
        ("코덱스", "코뎃스", true), ("claude", "claude", false), ("claude", "cloudy", false), ("api", "app", false),
        ("gemini", "gemini-cli", false),
    ])
    func oneSlipIsNearAndTwoAreNot(left: String, right: String, isNear: Bool) {
        #expect(Spelling(left).isNear(Spelling(right)) == isNear)
        #expect(Spelling(right).isNear(Spelling(left)) == isNear)
    }

    @Test(arguments: [
        ("2026-11-26T15:00:00+09:00", TimePoint.day(ago: 1), "2026-11-25T00:00:00+09:00"),
        // Still the 25th in UTC.
        ("2026-11-26T01:00:00+09:00", .day(ago: 0), "2026-11-26T00:00:00+09:00"),
        ("2026-11-26T01:00:00+09:00", .ago(seconds: 7200), "2026-11-25T23:00:00+09:00"),
        ("2026-11-26T01:00:00-05:30", .week(ago: 0), "2026-11-23T00:00:00-05:30"),
        ("2026-11-26T01:00:00.123456Z", .week(ago: 1), "2026-11-16T00:00:00Z"),
        ("2026-11-26T01:00:00Z", .month(ago: 0), "2026-11-01T00:00:00Z"),
        ("2026-01-26T01:00:00+09:00", .month(ago: 1), "2025-12-01T00:00:00+09:00"),
        ("2026-03-31T01:00:00+09:00", .months(ago: 1), "2026-02-28T01:00:00+09:00"),
        ("2026-11-26T01:00:00Z", .months(ago: 12), "2025-11-26T01:00:00Z"),
        (
            "2026-11-26T01:00:00+09:00", .monthDay(month: 11, day: 26, yearsAgo: 0),
            "2026-11-26T00:00:00+09:00"
        ),
        ("2026-11-26T01:00:00Z", .monthDay(month: 11, day: 26, yearsAgo: nil), "2026-11-26T00:00:00Z"),
        ("2026-11-26T01:00:00Z", .monthDay(month: 11, day: 27, yearsAgo: nil), "2025-11-27T00:00:00Z"),
        ("2026-11-26T01:00:00Z", .monthDay(month: 3, day: 1, yearsAgo: 1), "2025-03-01T00:00:00Z"),
        ("2026-11-26T01:00:00Z", .date("2026-02-28"), "2026-02-28T00:00:00Z"),
    ])
    func timesAreThoseOfTheSpeaker(now: String, point: TimePoint, text: String) {
        #expect(LocalClock(now)?.text(point) == text)
    }

    @Test func aTimeThatIsNoneIsNotGuessed() {
        #expect(LocalClock("yesterday") == nil)
        #expect(LocalClock("2026-11-26T01:00:00Z")?.text(.date("2026-02-31x")) == nil)
        #expect(LocalClock("2026-11-26T01:00:00Z")?.text(.date("2026-02-31")) == nil)
        #expect(
            LocalClock("2026-11-26T01:00:00Z")?.text(.monthDay(month: 2, day: 29, yearsAgo: nil)) == nil
        )
        #expect(LocalClock("2026-11-26T01:00:00Z")?.text(.ago(seconds: .max)) == nil)
    }

    @Test func whyNotIsAskedOfNothingThatIsNamed() {
        let grammar = ChatGrammar(Corpus.context)
        for line in ["왜 안 돼?", "why?", "why can't I?", "why was I refused?", "왜 거절됐어?"] {
            #expect(grammar.whyNot(line, hasRuns: true) == [], "\(line)")
        }
        #expect(grammar.whyNot("why can't I install it?", hasRuns: true) == [.install])
        #expect(grammar.whyNot("왜 실패했어?", hasRuns: false) == [])
        let others = [
            "왜 실패했어?", "why did the last run fail?", "c90d11 왜 안 돼?", "제미나이 왜 안 돼?", "/why last_failed",
            "retry",
            "show runs",
        ]
        for line in others { #expect(grammar.whyNot(line, hasRuns: true) == nil, "\(line)") }
    }

    @Test func aLineKeepsTheContextsKeysItDoesNotReplace() throws {
        let line = #"{"id": 7, "text": "제미나이 상태", "context": {"providers": [{"id": "g", "kind": "gemini"}]}}"#
        let sentence = try ChatSentence(line: line.utf8, in: Corpus.context)
        #expect(sentence.id == .number(7))
        #expect(sentence.context?.providers == [.init(id: "g", kind: "gemini")])
        #expect(sentence.context?.skills == Corpus.context.skills)
        #expect(throws: DecodingError.self) { try ChatSentence(line: "{}".utf8, in: Corpus.context) }
    }

    @Test func versionsMayBeNumbersOrNames() throws {
        let text = #"{"name": "a", "versions": [1, "2.0"], "latest": 1}"#
        let skill = try JSON.decode(ChatContext.Skill.self, from: text.utf8)
        #expect(skill.versions == ["1", "2.0"])
        #expect(skill.latest == "1")
    }
}
