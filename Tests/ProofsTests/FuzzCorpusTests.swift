import Contract
import Foundation
import Proofs
import Testing

/// The saved inputs of the fuzzer for exported audit logs, which anybody may hand to somebody (scripts/fuzz.sh).
@Suite struct FuzzCorpusTests {
    private static func samples(_ target: String) throws -> [[UInt8]] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fuzz/corpus/\(target)").standardizedFileURL
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .map { Array(try Data(contentsOf: $0)) }
    }

    private func verification(of bytes: some Collection<UInt8>) -> AuditVerification {
        var check = AuditExportCheck { _ in true }
        for line in bytes.split(separator: 10) { check.follow(ArraySlice(line)) }
        check.finish()
        return check.verification
    }

    @Test func exportedLogsAreDecidedAbout() throws {
        let samples = try Self.samples("log")
        let intact = samples.filter { verification(of: $0).intact }
        #expect(!intact.isEmpty)
        // Cut off wherever it may be, but for the last line feed, none of them still counts as whole.
        for sample in intact {
            for cut in stride(from: 0, to: sample.count - 1, by: max(1, sample.count / 200)) {
                #expect(!verification(of: sample[..<cut]).intact, "\(cut) bytes of \(sample.count)")
            }
        }
    }
}
