import Foundation
import Markdown
import Testing

/// The saved inputs of the fuzzer for the text of skills as pages show it (scripts/fuzz.sh).
@Suite struct FuzzCorpusTests {
    private static func samples(_ target: String) throws -> [String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fuzz/corpus/\(target)").standardizedFileURL
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    }

    @Test func textsBecomePagesWithoutScripts() throws {
        let samples = try Self.samples("markdown")
        let pages = samples.compactMap { Markdown.html($0) { _ in nil } }
        #expect(!pages.isEmpty)
        for page in pages { #expect(!page.contains("<script")) }
        // And however the text breaks off.
        for text in samples {
            for length in 0...text.count {
                #expect(Markdown.html(String(text.prefix(length))) { _ in nil }?.contains("<script") != true)
            }
        }
    }
}
