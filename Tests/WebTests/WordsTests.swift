import Testing

@testable import Web

@Suite struct WordsTests {
    private let words = Words(
        language: .english,
        tree: ["a": ["b": "{name} is at {place}, {other} {", "c": "{n}{n}"]]
    )

    @Test func whatFillsAPlaceIsNotLookedAtForPlaces() {
        #expect(words["a.b", ["name": "{place}", "place": "{name}"]] == "{place} is at {name}, {other} {")
    }

    @Test func everyPlaceOfANameIsFilled() {
        #expect(words["a.c", ["n": "7"]] == "77")
        #expect(words["a.b", ["n": "7"]] == "{name} is at {place}, {other} {")
    }
}
