import Foundation
import Testing

@testable import Web

/// Every word of the pages exists in every language, and nothing else does (UI-07).
@Suite struct LocaleTests {
    private static let web = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Web").standardizedFileURL

    private static func words(_ language: Language) throws -> [String: String] {
        var words: [String: String] = [:]
        for (topic, texts) in try Languages()[language].tree {
            for (word, text) in texts { words["\(topic).\(word)"] = text }
        }
        return words
    }

    static func files(_ suffix: String) throws -> [(name: String, text: String)] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: web.path).sorted()
        return try names.filter { $0.hasSuffix(suffix) && !$0.hasPrefix("Static/vendor/") }.map {
            ($0, try String(contentsOf: web.appending(path: $0), encoding: .utf8))
        }
    }

    @Test func bothLanguagesHaveTheSameWordsWithTheSamePlaces() throws {
        let english = try Self.words(.english)
        let korean = try Self.words(.korean)
        #expect(Set(english.keys).symmetricDifference(korean.keys).sorted() == [])
        for (word, text) in english {
            let translation = korean[word] ?? ""
            #expect(Self.places(text) == Self.places(translation), "\(word)")
            #expect(!text.isEmpty && !translation.isEmpty, "\(word)")
        }
        #expect(english.count > 100)
    }

    @Test func aTranslationIsNoCopy() throws {
        let english = try Self.words(.english)
        for (word, text) in try Self.words(.korean) where text == english[word] {
            // Names, and what both languages write alike.
            let isName = !text.contains(" ") || text.contains("/")
            #expect(isName, "\(word) is the same in both languages: \(text)")
        }
    }

    @Test func everyWordThatATemplateNamesExists() throws {
        let words = try Self.words(.english)
        for (name, text) in try Self.files(".mustache") {
            for match in text.matches(of: /\{\{\{?[#^\/&]?\s*t\.([a-z_]+\.[A-Za-z0-9_]+)\s*\}?\}\}/) {
                #expect(words[String(match.output.1)] != nil, "\(name): t.\(match.output.1)")
            }
        }
    }

    @Test func everyWordThatTheCodeNamesExists() throws {
        let words = try Self.words(.english)
        for (name, text) in try Self.files(".swift") {
            for match in text.matches(of: /words\s*\[\s*"([a-z_]+\.[a-z0-9_]+)"/) {
                #expect(words[String(match.output.1)] != nil, "\(name): \(match.output.1)")
            }
            for match in text.matches(of: /counted\(\s*"([a-z_]+\.[a-z0-9_]+)"/) {
                for form in ["one", "other"] {
                    #expect(words["\(match.output.1)_\(form)"] != nil, "\(name): \(match.output.1)_\(form)")
                }
            }
        }
    }

    @Test func everyWordIsUsed() throws {
        var whole: Set<String> = []
        var begun: Set<String> = []
        for (_, text) in try Self.files(".mustache") {
            for match in text.matches(of: /\bt\.([a-z_]+\.[A-Za-z0-9_]+)/) {
                whole.insert(String(match.output.1))
            }
        }
        for (_, text) in try Self.files(".swift") {
            for match in text.matches(of: /"([a-z_]+\.[a-z0-9_]*)(\\\(|")/) {
                if match.output.2 == "\"" {
                    whole.insert(String(match.output.1))
                } else {
                    begun.insert(String(match.output.1))
                }
            }
        }
        // Sentences with a wording are named by whoever finds or refuses: tests of their own look after them.
        for word in try Self.words(.english).keys.sorted()
        where !Words.topics.contains(String(word.prefix { $0 != "." })) {
            let base =
                word.hasSuffix("_one") || word.hasSuffix("_other")
                ? String(word.prefix(upTo: word.lastIndex(of: "_") ?? word.endIndex)) : word
            let isUsed =
                whole.contains(word) || whole.contains(base) || begun.contains { word.hasPrefix($0) }
            #expect(isUsed, "nobody says \(word)")
        }
    }

    private static func places(_ text: String) -> Set<String> {
        Set(text.matches(of: /\{([a-z_]+)\}/).map { String($0.output.1) })
    }
}
