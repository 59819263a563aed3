import Client
import Foundation
import Requests
import Testing

/// The saved inputs of the fuzzers for what comes by HTTP (scripts/fuzz.sh).
@Suite("Saved inputs of the fuzzers") struct FuzzCorpusTests {
    private static func samples(_ target: String) throws -> [[UInt8]] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fuzz/corpus/\(target)").standardizedFileURL
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .map { Array(try Data(contentsOf: $0)) }
    }

    @Test func formsAreTakenOrRefused() throws {
        let parts = try Self.samples("multipart").map { try? Multipart.parts(of: $0, boundary: "x").count }
        #expect(parts.contains(2) && parts.contains(nil))
    }

    @Test func streamsHaveTheSameEventsHoweverTheyAreCut() throws {
        for sample in try Self.samples("stream") {
            var whole = ServerSentEventParser()
            let events = whole.feed(sample)
            for cut in stride(from: 0, through: sample.count, by: max(1, sample.count / 200)) {
                var pieces = ServerSentEventParser()
                #expect(pieces.feed(sample[..<cut]) + pieces.feed(sample[cut...]) == events)
            }
        }
    }
}
