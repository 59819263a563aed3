import Bundles
import Contract
import Domain
import Testing

/// A file that the scan has to flag, and one that looks like it and is in order.
struct ScanCase: Sendable, CustomTestStringConvertible {
    let rule: ScanRule
    let level: ScanFinding.Level
    let path: String
    let attack: [UInt8]
    let twin: [UInt8]

    init(
        _ rule: ScanRule,
        _ level: ScanFinding.Level,
        _ path: String,
        _ attack: String,
        twin: String
    ) {
        self.init(rule, level, path, bytes: Array(attack.utf8), twin: Array(twin.utf8))
    }

    init(_ rule: ScanRule, _ level: ScanFinding.Level, _ path: String, bytes attack: [UInt8], twin: [UInt8]) {
        self.rule = rule
        self.level = level
        self.path = path
        self.attack = attack
        self.twin = twin
    }

    var testDescription: String {
        "\(rule.rawValue) \(path): \(String(decoding: attack.prefix(60), as: UTF8.self))"
    }

    func report(on content: [UInt8]) -> ScanReport {
        let file = BundleFile(path: path, isExecutable: false, content: content)
        return Self.report(
            on: path == "SKILL.md" ? [file] : [file, BundleFile("SKILL.md", Samples.manifest)]
        )
    }

    static func report(on files: [BundleFile]) -> ScanReport {
        let skill = SkillInspection.inspect(UnpackedSkill(files: files, topFolder: nil))
        return SkillScanner.scan(skill.files, manifest: skill.manifest, digest: skill.digest)
    }

    /// SKILL.md with these lines as its text.
    static func manifest(_ body: String) -> String { Samples.manifest + body + "\n" }
}
