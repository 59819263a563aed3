import Bundles
import Contract
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Simulators

/// AD-03: what preflight foretells is what the simulators say, which read the vendors' rules on their own.
@Suite struct PreflightTests {
    private let openAI: OpenAISimulator
    private let claude: ClaudeSimulator
    private let google: GoogleSimulator

    init() throws {
        let now = SimulatorOptions.systemTime
        openAI = OpenAISimulator(skills: try Shelf(file: nil), behavior: .init(), now: now)
        claude = ClaudeSimulator(skills: try Shelf(file: nil), behavior: .init(), now: now)
        google = GoogleSimulator(skills: try Shelf(file: nil), behavior: .init(), now: now)
    }

    private static let made: [(name: String, description: String, more: [BundleFile])] = [
        ("demo", "Demo.", []),
        ("Demo", "Demo.", []),
        ("demo--skill", "Demo.", []),
        ("-demo", "Demo.", []),
        ("데모", "Demo.", []),
        ("claude-tools", "Demo.", []),
        ("my-anthropic-notes", "Demo.", []),
        ("gcp-tools", "Demo.", []),
        ("1-demo", "Demo.", []),
        ("demo-1", "Demo.", []),
        (String(repeating: "a", count: 63), "Demo.", []),
        (String(repeating: "a", count: 64), "Demo.", []),
        (String(repeating: "a", count: 65), "Demo.", []),
        ("demo", "Use <b>this</b>.", []),
        ("demo", "When a < b and c > d.", []),
        ("demo", String(repeating: "x", count: 1024), []),
        ("demo", String(repeating: "x", count: 1025), []),
        ("demo", "Demo.", [file("more/SKILL.md", 1)]),
        ("demo", "Demo.", [file("more/skill.md", 1)]),
        ("demo", "Demo.", [file("a/b/c/d/e/f/g/h/i.txt", 1)]),
        ("demo", "Demo.", [file("a/b/c/d/e/f/g/h/i/j.txt", 1)]),
        ("demo", "Demo.", (1...499).map { file("f/\($0).txt", 1) }),
        ("demo", "Demo.", (1...500).map { file("f/\($0).txt", 1) }),
        ("demo", "Demo.", [file("zero.bin", 2 << 20)]),
        ("demo", "Demo.", [file("big.bin", 26 << 20)]),
    ]

    private static func file(_ path: String, _ size: Int) -> BundleFile {
        BundleFile(path: path, isExecutable: false, content: [UInt8](repeating: 0, count: size))
    }

    @Test func madeUpSkillsAreJudgedAlike() throws {
        for (name, description, more) in Self.made {
            let text = "---\nname: \(name)\ndescription: \(description)\n---\n\nText.\n"
            let manifest = BundleFile(path: "SKILL.md", isExecutable: false, content: Array(text.utf8))
            let skill = UnpackedSkill(files: [manifest] + more, topFolder: name)
            try compare(skill, "\(name.prefix(20)), \(description.prefix(20)), \(more.count) more")
        }
    }

    /// Real skills: the shared corpus, where there is one.
    @Test(.enabled(if: Corpus.isPresent, "the shared corpus is absent; set SKILLYARD_CORPUS to its folder"))
    func theSkillsOfTheCorpusAreJudgedAlike() throws {
        let scratch = try Scratch()
        let folders = try Corpus.unpackSkills(into: scratch.path)
        var compared = 0
        for folder in folders {
            guard let skill = try? SkillIntake.read(folder: folder) else { continue }
            let name = SkillInspection.inspect(skill).name ?? skill.topFolder
            // A folder that is called otherwise is put right when the product packs it.
            try compare(UnpackedSkill(files: skill.files, topFolder: name), folder)
            compared += 1
        }
        print("AD-03: preflight and simulators agree on \(compared) skills of the corpus.")
        #expect(compared >= 100)
    }

    private func compare(_ skill: UnpackedSkill, _ label: String) throws {
        let inspected = SkillInspection.inspect(skill)
        var vendors = 0
        for verdict in Preflight.portableVerdicts(for: inspected) {
            let refusal: String?
            switch verdict.provider.rawValue {
            case "openai": refusal = try self.refusal(skill, by: openAI)
            case "claude": refusal = try self.refusal(skill, by: claude)
            case "gemini": refusal = try googleRefusal(skill, name: inspected.name ?? "")
            default: continue  // Only these three have a simulator that judges skills.
            }
            vendors += 1
            let findings = verdict.findings.filter { $0.level == .error }.map(\.code)
            #expect(
                (verdict.outcome == .refused) == (refusal != nil),
                "\(verdict.provider) on \(label): preflight \(findings), simulator \(refusal ?? "accepts")"
            )
        }
        #expect(vendors == 3, "\(label)")
    }

    private func refusal(_ skill: UnpackedSkill, by vendor: some VendorSimulator) throws -> String? {
        guard let zip = try? BundlePacking.zip(skill.files, topFolder: "folder") else { return "unpackable" }
        let call = Call(
            method: "POST",
            path: ["v1", "skills"],
            query: [:],
            headers: [.authorization: "Bearer token", .contentType: Form.type],
            body: Form.body(zip)
        )
        do throws(Refusal) {
            _ = try vendor.answer(call, operation: nil)
            return nil
        } catch {
            return error.message
        }
    }

    private func googleRefusal(_ skill: UnpackedSkill, name: String) throws -> String? {
        guard let zip = try? BundlePacking.zip(skill.files) else { return "unpackable" }
        try google.reset()
        do {
            let started = try google.create(name, zip)
            let operation = started["name"].string?.split(separator: "/").last ?? ""
            let ended = try google.get("/\(name)/operations/\(operation)")
            return ended["error"]["message"].string
        } catch let refusal as Refusal {
            return refusal.message
        }
    }
}

/// The skills that all of the project's tests share, kept outside of the repository.
private enum Corpus {
    private static let folder =
        ProcessInfo.processInfo.environment["SKILLYARD_CORPUS"]
        ?? FileManager.default.currentDirectoryPath + "/../shared/corpus"

    static let isPresent: Bool = {
        let isPresent = FileManager.default.fileExists(atPath: folder)
        if !isPresent { print("AD-03: the shared corpus is absent; only made-up skills were compared.") }
        return isPresent
    }()

    /// Every folder with a SKILL.md.
    static func unpackSkills(into folder: String) throws -> [String] {
        let archive = Self.folder + "/skills.tar.gz"
        try #require(
            FileManager.default.fileExists(atPath: archive),
            "the shared corpus has no skills.tar.gz"
        )
        let tar = Process()
        tar.executableURL = URL(filePath: "/usr/bin/env")
        tar.arguments = ["tar", "-xzf", archive, "-C", folder]
        try tar.run()
        tar.waitUntilExit()
        try #require(tar.terminationStatus == 0)
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix("/SKILL.md") }.sorted().map { "\(folder)/\($0.dropLast(9))" }
    }
}
