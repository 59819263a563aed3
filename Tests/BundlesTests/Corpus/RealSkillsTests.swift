import Bundles
import Contract
import Domain
import Testing

/// The 816 real skills of the shared corpus, each packed, read and looked into.
@Suite struct RealSkillsTests {
    @Test(SharedCorpus.required) func everyRealSkillIsReadAndPackedWithoutChange() throws {
        let skills = try Self.skills()
        var accepted = 0
        var withWarnings = 0
        var codes: [String: Int] = [:]
        var refusedBy: [String: Int] = [:]
        for (folder, files) in skills {
            let packed = try BundlePacking.zip(
                files,
                topFolder: folder.split(separator: "/").last.map(String.init)
            )
            let unpacked = try SkillIntake.read(.archive(packed))
            #expect(BundleDigest.digest(of: unpacked.files) == BundleDigest.digest(of: files), "\(folder)")
            let skill = SkillInspection.inspect(unpacked)
            #expect(skill == SkillInspection.inspect(unpacked), "\(folder)")
            accepted += skill.isAccepted ? 1 : 0
            withWarnings += skill.isAccepted && !skill.findings.isEmpty ? 1 : 0
            for code in Set(skill.codes) { codes[code, default: 0] += 1 }
            for verdict in Preflight.portableVerdicts(for: skill)
            where skill.isAccepted && verdict.outcome == .refused {
                refusedBy[verdict.provider.rawValue, default: 0] += 1
            }
        }
        print("real skills: \(skills.count), accepted \(accepted), of them with warnings \(withWarnings)")
        for (code, count) in codes.sorted(by: { $0.value > $1.value }) { print("  \(code): \(count)") }
        print("  accepted here, refused by: \(refusedBy.sorted { $0.key < $1.key })")
        #expect(skills.count == 816)
        #expect(accepted * 100 > skills.count * 85, "most of what people publish is valid")
    }

    /// By the folder that holds the outermost SKILL.md.
    static func skills() throws -> [String: [BundleFile]] {
        let files = try SharedCorpus.archive("skills.tar.gz")
        let suffix = "/SKILL.md"
        let folders = files.map(\.path).filter { $0.hasSuffix(suffix) }.map {
            String($0.dropLast(suffix.count))
        }
        let outermost = Set(folders)
        var skills: [String: [BundleFile]] = [:]
        for file in files {
            var folder = file.path[...]
            while let slash = folder.lastIndex(of: "/") {
                folder = folder[..<slash]
                guard outermost.contains(String(folder)) else { continue }
                let path = String(file.path.dropFirst(folder.count + 1))
                let inside = BundleFile(path: path, isExecutable: file.isExecutable, content: file.content)
                skills[String(folder), default: []].append(inside)
                break
            }
        }
        return skills
    }
}
