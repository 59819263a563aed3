import Bundles
import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct SkillSessionTests {
    private func text(_ name: String, _ content: String = "v1") -> SkillUpload {
        SkillUpload(content: .text(skillText(name, content)))
    }

    @Test func newContentIsAVersionAndTheSameContentIsFound() async throws {
        try await withWorld { world in
            let first = try await world.admin.registerSkill(text("demo"))
            #expect(first.created)
            #expect(first.version.version == 1)
            #expect(first.version.createdBy == "ann")
            let same = try await world.session("bob", .operator).registerSkill(text("demo"))
            #expect(!same.created)
            #expect(same.version == first.version)
            let second = try await world.admin.registerSkill(text("demo", "v2"))
            #expect(second.created)
            #expect(second.version.version == 2)
            #expect(try await world.admin.skill("demo").latestVersion == 2)
            #expect(try await world.admin.versions(of: "demo", page: .init()).items.map(\.version) == [2, 1])
            #expect(try await world.events().filter { $0.kind == .skillRegistered }.count == 2)
            #expect(try await world.admin.audit(AuditQuery(action: "skill.register")).items.count == 2)
        }
    }

    @Test func aSkillThatBreaksRulesIsRefusedWithEveryFinding() async throws {
        try await withWorld { world in
            let wrong = SkillUpload(content: .text("---\nname: Not-Fine\n---\nBody.\n"))
            let refusal = try await problem { try await world.admin.registerSkill(wrong) }
            #expect(refusal?.code == .invalidSkill)
            let codes = Set(refusal?.errors.map(\.code) ?? [])
            #expect(codes.isSuperset(of: ["name.case", "description.missing"]))
            for fault in refusal?.errors ?? [] {
                #expect(fault.path == "SKILL.md")
                #expect(fault.fix != nil)
            }
            #expect(try await world.admin.skills(SkillQuery()).items.isEmpty)
            let report = try await world.admin.checkSkill(wrong)
            #expect(!report.accepted)
            #expect(report.preflight.isEmpty)
            #expect(report.findings.contains { $0.code == "description.missing" })
        }
    }

    @Test func whatIsNoArchiveIsRefusedAsSuch() async throws {
        try await withWorld { world in
            let wrong = SkillUpload(content: .archive(Array("no archive".utf8)))
            let registered = try await problem { try await world.admin.registerSkill(wrong) }
            let checked = try await problem { try await world.admin.checkSkill(wrong) }
            for refusal in [registered, checked] {
                #expect(refusal?.code == .invalidArchive)
                #expect(refusal?.errors.map(\.pointer) == ["/bundle"])
            }
        }
    }

    @Test func theArchiveThatComesOutRegistersAsTheSameContent() async throws {
        try await withWorld { world in
            let files = [
                BundleFile(path: "SKILL.md", isExecutable: false, content: Array(skillText("demo").utf8)),
                BundleFile(path: "scripts/run.sh", isExecutable: true, content: Array("echo hello\n".utf8)),
            ]
            let upload = SkillUpload(content: .archive(try BundlePacking.zip(files)))
            let first = try await world.admin.registerSkill(upload)
            let archive = try await world.admin.archive(ofVersion: 1, of: "demo")
            #expect(archive.filename == "demo-1.zip")
            #expect(archive.digest == first.version.digest)
            #expect(try BundlePacking.unpack(archive.bytes) == files)
            let again = try await world.admin.registerSkill(SkillUpload(content: .archive(archive.bytes)))
            #expect(!again.created)
        }
    }

    @Test func everyFileOfAVersionCanBeReadByItsPath() async throws {
        try await withWorld { world in
            let script = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let files = [
                BundleFile(path: "SKILL.md", isExecutable: false, content: Array(skillText("demo").utf8)),
                BundleFile(path: "scripts/데이터 1.bin", isExecutable: true, content: script),
            ]
            let upload = SkillUpload(content: .archive(try BundlePacking.zip(files)))
            let version = try await world.admin.registerSkill(upload).version
            try await world.addSkill("demo", content: "v2")
            let eve = world.session("eve", .viewer)
            for file in files {
                let found = try await eve.file(file.path, ofVersion: 1, of: "demo")
                #expect(found.bytes == file.content)
                #expect(found.file == version.files.first { $0.path == file.path })
                #expect(found.file.sha256 == BundleDigest.sha256(found.bytes))
            }
            for (path, number, skill) in [
                ("scripts", 1, "demo"), ("../SKILL.md", 1, "demo"), ("scripts/데이터 1.bin", 2, "demo"),
                ("SKILL.md", 3, "demo"), ("SKILL.md", 1, "none"),
            ] {
                let refusal = try await problem { try await eve.file(path, ofVersion: number, of: skill) }
                #expect(refusal?.code == .notFound)
            }
        }
    }

    @Test func aFileOfAnAlteredContentIsNotHandedOut() async throws {
        try await withWorld { world in
            let version = try await world.addSkill("demo")
            try await world.database.write { connection in
                try connection.run(
                    "UPDATE bundles SET archive = \(Array("rubbish".utf8)) WHERE digest = \(version.digest)"
                )
            }
            let refusal = try await problem {
                try await world.admin.file("SKILL.md", ofVersion: 1, of: "demo")
            }
            #expect(refusal?.code == .internal)
        }
    }

    @Test func aYankedVersionIsNotInstalledAnewButStaysWhereItIs() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            try await world.addSkill("demo", content: "v2")
            let yanked = try await world.admin.yank(version: 2, of: "demo", reason: "broken", if: .present)
            #expect(yanked.yankReason == "broken")
            #expect(
                try await world.admin.yank(version: 2, of: "demo", reason: "again", if: .present).yankReason
                    == "broken"
            )
            #expect(try await world.admin.audit(AuditQuery(action: "skill.yank")).items.count == 1)

            func plan(_ selection: RunRequest.Selection) async throws -> PlanView.Target? {
                try await world.admin.planRun(RunRequest(skills: [selection], providers: ["alpha"])).targets
                    .first
            }
            #expect(try await plan("demo")?.action == .skip)
            let blocked = try await plan(.init(name: "demo", version: 2))
            #expect(blocked?.action == .blocked)
            #expect(blocked?.reasons.map(\.code) == ["plan.yanked"])

            // With nothing left to install the answer says so, and not that there is no such skill.
            _ = try await world.admin.yank(version: 1, of: "demo", reason: "old", if: .present)
            #expect(try await plan("demo")?.reasons.map(\.code) == ["plan.yanked"])
            #expect(try await world.installed("demo", on: "alpha")?.version == 1)
            #expect(
                try await problem {
                    try await world.admin.yank(version: 9, of: "demo", reason: "x", if: .present)
                }?.code
                    == .notFound
            )
        }
    }

    @Test func thePreflightMatrixSaysWhatEachProviderWouldSay() async throws {
        try await withWorld { world in
            try await world.addProvider("vendor") { $0.kind = .claude }
            try await world.addProvider("folder") { $0.kind = .folder }
            try await world.addSkill("claude-demo")
            let matrix = try await world.admin.preflight(version: 1, of: "claude-demo")
            #expect(matrix.verdicts.map(\.provider) == ["folder", "vendor"])
            #expect(matrix.verdicts.map(\.outcome) == [.accepted, .refused])
            let request = RunRequest(skills: ["claude-demo"], providers: ["vendor", "folder"])
            #expect(try await world.admin.planRun(request).targets.map(\.action) == [.blocked, .create])
            let refusal = try await problem {
                try await world.admin.startRun(request, idempotencyKey: nil, source: .api)
            }
            #expect(refusal?.errors.map(\.code) == ["claude.name_reserved"])
            let report = try await world.admin.checkSkill(text("claude-demo"))
            #expect(report.preflight == matrix.verdicts)
        }
    }

    /// SEC-05, as far as the store is concerned: what was altered is not sent.
    @Test(arguments: ["altered", "damaged", "gone", "one bit of the content", "one bit of a mode"])
    func storedContentThatIsNotWhatWasRegisteredIsNeverSent(_ how: String) async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            let version = try await world.addSkill("demo")
            let run = try await world.start(["demo"], on: ["alpha"])
            let evil = BundleFile(
                path: "SKILL.md",
                isExecutable: false,
                content: Array(skillText("demo", "evil").utf8)
            )
            let stored = try await world.admin.archive(ofVersion: 1, of: "demo").bytes
            func flipped(_ index: Int) -> [UInt8] {
                var bytes = stored
                bytes[index] ^= 1 << 1
                return bytes
            }
            let bytes =
                switch how {
                case "altered": try BundlePacking.zip([evil])
                case "damaged": Array("rubbish".utf8)
                case "one bit of the content": flipped(30 + "SKILL.md".utf8.count + 5)
                // In the entry of the directory, which ends with the name, before the end record.
                case "one bit of a mode": flipped(stored.count - 22 - "SKILL.md".utf8.count - 6)
                default: [UInt8]()
                }
            try await world.database.write { connection in
                try connection.run("UPDATE bundles SET archive = \(bytes) WHERE digest = \(version.digest)")
            }
            let worker = world.neighbour().worker(id: "w2", settings: .testing)
            let ended = try await world.finish(run, with: worker)
            #expect(ended.status == .failed)
            #expect(ended.tasks?.first?.error?.code == .integrityFailed)
            #expect(world.providers.calls.isEmpty)
        }
    }
}
