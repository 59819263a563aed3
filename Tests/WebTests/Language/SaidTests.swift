import Contract
import Testing

@testable import Web

/// What came in English with its wording is said in the visitor's language (UI-07).
@Suite struct SaidTests {
    private static func words(_ language: Language) throws -> Words { try Languages()[language] }

    private static let english = "The name Demo has upper-case letters."

    @Test func aKnownSentenceIsSaidWithItsOwnValues() throws {
        let wording = Wording(key: "name.case", arguments: ["name": "Demo"])
        let korean = try Self.words(.korean)
        let said = korean.said(Self.english, wording)
        #expect(said == Said(text: "이름에 대문자가 있습니다: Demo", lang: nil))
        #expect(korean.said("Use it.", wording, part: ".fix").text == "소문자만 쓰세요.")
        #expect(try Self.words(.english).said("", wording).text == Self.english)
    }

    @Test func anUnknownSentenceStaysAsItCame() throws {
        let unknown = Wording(key: "name.of_tomorrow", arguments: [:])
        for wording in [unknown, nil] {
            let korean = try Self.words(.korean).said("As it came.", wording)
            #expect(korean == Said(text: "As it came.", lang: "en"))
            let english = try Self.words(.english).said("As it came.", wording)
            #expect(english == Said(text: "As it came.", lang: nil))
        }
    }

    @Test func aValueIsNotLookedAtAgain() throws {
        let wording = Wording(key: "name.dir_mismatch", arguments: ["name": "{folder}", "folder": "{name}{"])
        let said = try Self.words(.english).said("", wording)
        #expect(said.text == "The name {folder} is not that of the folder, {name}{.")
    }

    @Test func aValueThatIsAWordIsTranslatedToo() throws {
        let list = Wording(key: "name.type", arguments: ["type": "list"])
        #expect(try Self.words(.korean).said("", list).text.hasSuffix("지금 형식: 목록"))
        let plain = Wording(key: "name.type", arguments: ["type": "plain", "value": "true"])
        #expect(try Self.words(.korean).said("", plain).text.contains("`true`"))
        #expect(
            try Self.words(.english).said("", plain).text
                == "The name is the number, date or truth value `true`, not text."
        )
    }

    @Test func aSentenceWithoutItsValueShowsThePlace() throws {
        let said = try Self.words(.english).said("", Wording(key: "name.case", arguments: [:]))
        #expect(said.text == "The name {name} has upper-case letters.")
    }
}
