import Bundles
import Contract
import Foundation
import Testing

/// SEC-01, SEC-02: deciding about a bomb takes a bounded amount of memory.
@Suite struct BoundedMemoryTests {
    @Test func refusingABombTakesAtMost64Megabytes() async {
        // A process of its own: other tests running beside would be counted too.
        await #expect(processExitsWith: .success) {
            for bomb in Bombs.all {
                try PeakMemory.reset()
                let before = try PeakMemory.kilobytes()
                #expect(throws: ArchiveRefusal.self) { try SkillIntake.read(.archive(bomb)) }
                #expect(try PeakMemory.kilobytes() - before <= 64 << 10)
            }
        }
    }
}

/// What the kernel says about this process (proc(5)).
private enum PeakMemory {
    /// Makes the peak the current size.
    static func reset() throws {
        try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
    }

    static func kilobytes() throws -> Int {
        let status = try String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }
}

private enum Bombs {
    /// Lying about its size, honest about it, many of them, and one that fails only at its very end.
    static var all: [[UInt8]] {
        let zeros = [UInt8](repeating: 0, count: 200 << 20)
        let packed = (try? Deflate.pack(zeros)) ?? []
        func entry(_ name: String, declared: Int) -> RawZip.Entry {
            var entry = RawZip.Entry(name)
            (entry.packed, entry.size, entry.checksum) = (packed, declared, 0)
            return entry
        }
        let many = (0..<40).map { entry("demo/\($0)", declared: 30 << 20) }
        return [
            RawZip.skill(entry("demo/a", declared: 10)).bytes(),
            RawZip.skill(entry("demo/a", declared: packed.count * 99)).bytes(),
            RawZip.skill(entry("demo/a", declared: 200 << 20)).bytes(),
            RawZip(many).bytes(),
        ]
    }
}
