import Bundles
import Contract
import Domain
import Foundation
import Testing

/// Damaged input is refused or read, but never ends the process.
@Suite struct MutationTests {
    /// As many tries as `SKILLYARD_MUTATIONS` says; every one is the same in every run.
    private let tries = ProcessInfo.processInfo.environment["SKILLYARD_MUTATIONS"].flatMap(Int.init) ?? 500

    @Test func noDamagedZipEndsTheProcess() {
        var entry = RawZip.Entry("demo/scripts/run.sh", "echo echo echo", mode: 0o100755)
        entry.flags |= 8
        entry.descriptor =
            little(0x0807_4B50, 4) + little(entry.trueChecksum, 4) + little(entry.data.count, 4)
            + little(14, 4)
        entry.extra = little(1, 2) + little(16, 2) + little(1, 8) + little(2, 8)
        entry.localExtra = entry.extra
        takeIn(RawZip.skill(entry).bytes())
    }

    @Test func noDamagedTarEndsTheProcess() throws {
        let tar = RawTar.skill(.init("demo/scripts/run.sh", "echo echo echo", mode: 0o755))
        takeIn(tar.bytes())
        takeIn(try tar.gzipped())
    }

    @Test func noDamagedManifestEndsTheProcess() {
        let text = """
            ---
            name: "demo"
            description: >-
              Folded text, 'quoted' and \\u00e9 escaped.
            metadata: {a: [1, two, "th\\x72ee"], b: &x {c: d}, ? e : f}
            allowed-tools:
              - Read
              - !!str Write
            ...
            ---
            [link](a/b.md) `code` ~~~

            """
        var mutation = Mutation(Array(text.utf8))
        for _ in 0..<tries {
            let skill = Samples.inspect(mutation.next())
            #expect(skill.digest.count == 64)
            _ = Preflight.portableVerdicts(for: skill)
        }
    }

    private func takeIn(_ archive: [UInt8]) {
        var mutation = Mutation(archive)
        for _ in 0..<tries {
            guard let skill = try? SkillIntake.read(.archive(mutation.next())) else { continue }
            #expect(skill.files.allSatisfy { !$0.path.contains("..") && !$0.path.hasPrefix("/") })
        }
    }
}

/// Changes, removes and doubles a few bytes of a text, by a generator with a fixed seed.
private struct Mutation {
    /// What means something in YAML or Markdown.
    private static let signs = Array("-:?[]{}&*!|>'\"% \n\t#,@`".utf8)

    private let original: [UInt8]
    private var state: UInt64 = 0x2545_F491_4F6C_DD1D

    init(_ original: [UInt8]) {
        self.original = original
    }

    mutating func next() -> [UInt8] {
        var bytes = original
        for _ in 0...random(below: 4) {
            let position = random(below: bytes.count)
            switch random(below: 6) {
            case 0: bytes[position] = 0
            case 1: bytes[position] = 0xFF
            case 2: bytes[position] ^= 1 << UInt8(random(below: 8))
            case 3: bytes.remove(at: position)
            case 4: bytes.insert(contentsOf: bytes[position...].prefix(random(below: 8)), at: position)
            default: bytes[position] = Self.signs[random(below: Self.signs.count)]
            }
        }
        return bytes
    }

    private mutating func random(below bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }
}
