import Contract
import Foundation
import Testing

@testable import Web

/// Every refusal that the code can word is known to the pages, in the words of the API (UI-07).
@Suite struct SpokenRefusalsTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources").standardizedFileURL

    /// The code of what can word a refusal, with strings of several lines drawn together as the compiler does and
    /// `{name}` where a value is filled in.
    private static func code() throws -> String {
        var code = ""
        for target in ["Chat", "Downloads", "Engine", "Messaging", "Requests", "Providers", "Web"] {
            let folder = sources.appending(path: target)
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            for name in names.sorted() where name.hasSuffix(".swift") {
                let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                if text.contains("as: \"") { code += text }
            }
        }
        for (pattern, replacement) in [
            ("\\\\\n\\s*", ""), ("\"\"\"\n\\s*([^\n]*)\n\\s*\"\"\"", "\"$1\""),
            ("\\\\\\([^\n\\\\]*?, as: \"([a-z_]+)\"\\)", "{$1}"),
        ] {
            code = code.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
        }
        return code
    }

    /// By the names of the cases: `notFound` → `not_found`.
    private static var codes: [String: String] {
        let problems = ProblemCode.allCases.map { ("\($0)", $0.rawValue) }
        let faults = FaultCode.allCases.map { ("\($0)", $0.rawValue) }
        return Dictionary(problems + faults) { first, _ in first }
    }

    /// Every `.notFound, as: "skill"` of the code, as the key of its wording.
    private static func keys() throws -> Set<String> {
        let code = try code()
        let keys = code.matches(of: /\.([a-zA-Z]+),\s*as: "([a-z0-9_]+)"/).compactMap { match in
            codes[String(match.output.1)].map { "\($0).\(match.output.2)" }
        }
        // What is refused while fetching has the one code.
        let fetching = code.matches(of: /(?:ImportRefusal|self\.init)\(\s*as: "([a-z0-9_]+)"/).map {
            "\(ProblemCode.importRefused.rawValue).\($0.output.1)"
        }
        // So has what is wrong with an address of a channel.
        let addresses = code.matches(of: /UnusableAddress\(\s*as: "([a-z0-9_]+)"/).map {
            "\(FaultCode.format.rawValue).\($0.output.1)"
        }
        return Set(keys + fetching + addresses)
    }

    @Test func everyWordedRefusalIsKnownAndNoOther() throws {
        let known = try #require(try Languages()[.english].tree["refusals"])
        let sentences = Set(known.keys.filter { !$0.hasPrefix("word.") })
        let keys = try Self.keys()
        #expect(keys.subtracting(sentences).sorted() == [])
        #expect(sentences.subtracting(keys).sorted() == [])
        #expect(keys.count > 70)
    }

    @Test func theEnglishSentenceIsTheOneOfTheCode() throws {
        let code = try Self.code()
        for (key, sentence) in try #require(try Languages()[.english].tree["refusals"])
        where !key.hasPrefix("word.") {
            #expect(code.contains("\"\(sentence)\""), "\(key): \(sentence)")
        }
    }

    @Test func everyRoleHasAWordInRefusals() throws {
        for language in Language.allCases {
            let words = try Languages()[language].tree["refusals"] ?? [:]
            for role in Role.allCases {
                #expect(words["word.role.\(role.rawValue)"] != nil)
                #expect(words["word.needed.\(role.rawValue)"] != nil)
            }
        }
    }
}
