import Contract
import Foundation
import Testing

@testable import Web

/// Whatever a verification of the audit log can find is known to the pages, in the words of the API (UI-07).
@Suite struct SpokenBreaksTests {
    /// Every `AuditBreak("name", "sentence")` of the code, by the key of its wording.
    private static func sentences() throws -> [String: String] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/Proofs/Audit/AuditBreak.swift").standardizedFileURL
        var code = try String(contentsOf: file, encoding: .utf8)
        for (pattern, replacement) in [
            ("\\\\\n\\s*", ""), ("\"\"\"\n\\s*([^\n]*)\n\\s*\"\"\"", "\"$1\""),
            ("\\\\\\([^\n\\\\]*?, as: \"([a-z_]+)\"\\)", "{$1}"),
        ] {
            code = code.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
        }
        let found = code.matches(of: /AuditBreak\(\s*"([a-z_]+)",\s*"([^"]+)"/)
        return Dictionary(uniqueKeysWithValues: found.map { ("audit.\($0.output.1)", String($0.output.2)) })
    }

    @Test func everyBreakIsSpokenAsTheCodeSaysIt() throws {
        let sentences = try Self.sentences()
        #expect(try Languages()[.english].tree["breaks"] == sentences)
        #expect(sentences.count == 18)
    }

    @Test func aBreakIsSaidInTheVisitorsLanguage() throws {
        let wording = Wording(key: "audit.entry_altered", arguments: ["chain": "main", "entry": "3"])
        let english = "chain main: entry 3 altered or out of place"
        #expect(try Languages()[.english].said("", wording) == Said(text: english, lang: nil))
        let korean = try Languages()[.korean].said(english, wording)
        #expect(korean == Said(text: "체인 main: 항목 3의 내용이나 위치가 바뀌었습니다", lang: nil))
    }
}
