import Bundles
import Foundation
import Proofs
import Testing

/// The saved inputs of the fuzzer for the evidence of runs (scripts/fuzz.sh).
@Suite struct FuzzCorpusTests {
    private static func samples(_ target: String) throws -> [[UInt8]] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Fuzz/corpus/\(target)").standardizedFileURL
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .map { Array(try Data(contentsOf: $0)) }
    }

    @Test func evidenceIsDecidedAbout() throws {
        let reports = try Self.samples("evidence").compactMap { sample in
            (try? EvidenceArchive.unpack(sample)).map { EvidenceCheck.report(on: $0, trusting: nil) }
        }
        #expect(reports.contains { $0.intact })
    }
}
