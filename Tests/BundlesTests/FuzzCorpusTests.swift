import Bundles
import Contract
import Domain
import Foundation
import Testing

/// What the fuzzers learned, and once broke, is taken or refused, and never ends the process (scripts/fuzz.sh).
@Suite struct FuzzCorpusTests {
    /// The saved inputs of a target.
    private static func samples(_ target: String) throws -> [[UInt8]] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fuzz/corpus/\(target)").standardizedFileURL
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .map { Array(try Data(contentsOf: $0)) }
    }

    /// Every target's saved inputs are run by a test of this name, in one module or another.
    @Test func everyTargetHasATest() throws {
        let files = FileManager.default
        let tests = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "..")
            .standardizedFileURL
        let sources = try files.subpathsOfDirectory(atPath: tests.path)
            .filter { $0.hasSuffix("/FuzzCorpusTests.swift") }
            .map { try String(contentsOf: tests.appending(path: $0), encoding: .utf8) }
        let targets = try files.contentsOfDirectory(atPath: tests.appending(path: "Fuzz/corpus").path)
        #expect(targets.count >= 8)
        for target in targets {
            #expect(sources.contains { $0.contains("samples(\"\(target)\")") }, "\(target)")
        }
    }

    @Test func archives() throws {
        let samples = try Self.samples("archive")
        let accepted = samples.compactMap { try? SkillIntake.read(.archive($0)) }
        for skill in accepted { _ = SkillInspection.inspect(skill) }
        #expect(accepted.count >= 6 && accepted.count < samples.count)
    }

    @Test func manifests() throws {
        let samples = try Self.samples("frontmatter")
        let found = try samples.map {
            SkillInspection.inspect(try SkillIntake.read(.text(String(decoding: $0, as: UTF8.self))))
        }
        #expect(found.contains { $0.isAccepted } && found.contains { !$0.isAccepted })
    }

    @Test func scannedFiles() throws {
        let findings = try Self.samples("scan").map { sample in
            let file = BundleFile(path: "scripts/run.sh", isExecutable: true, content: sample)
            return SkillScanner.scan([file], manifest: nil, digest: "").findings.count
        }
        #expect(findings.contains { $0 > 0 })
    }
}
