import Contract
import Domain
import Foundation
import Testing

@testable import Providers

@Suite struct FolderAdapterTests {
    private let files = FileManager.default

    @Test(arguments: [
        (FolderClient.claudeCode, FolderScope.user, ".claude/skills"), (.codex, .user, ".agents/skills"),
        (.geminiCLI, .user, ".gemini/skills"), (.cursor, .user, ".cursor/skills"),
        (.copilot, .user, ".copilot/skills"), (.generic, .user, ".agents/skills"),
        (.claudeCode, .project, ".claude/skills"), (.codex, .project, ".agents/skills"),
        (.geminiCLI, .project, ".gemini/skills"), (.cursor, .project, ".cursor/skills"),
        (.copilot, .project, ".github/skills"), (.generic, .project, ".agents/skills"),
    ])
    func eachAgentHasItsFolder(_ client: FolderClient, _ scope: FolderScope, _ path: String) async throws {
        try await Bench.with { bench in
            var settings = bench.settings(.folder)
            settings.options = ["client": client.rawValue, "scope": scope.rawValue]
            if scope == .project { settings.options["root"] = bench.home }
            #expect(bench.catalog.faults(in: settings) == [])
            let adapter = try bench.catalog.adapter(for: bench.provider(settings))
            let bundle = try sampleBundle(executable: true)
            let remote = try await Work(adapter, .install(bundle, over: nil), clock: bench.clock).installed()
            #expect(remote == RemoteReference(id: "\(bench.home)/\(path)/demo-skill", version: bundle.digest))
            #expect(files.isExecutableFile(atPath: remote.id + "/scripts/run.sh"))
            #expect(!files.isExecutableFile(atPath: remote.id + "/SKILL.md"))
        }
    }

    @Test func aFolderOfSomebodyElseIsNeverTouched() async throws {
        try await Bench.with { bench in
            let path = try place(bench)
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            try write("Mine.", to: path + "/SKILL.md")
            let bundle = try sampleBundle()
            let work = try bench.work(.folder, .install(bundle, over: nil))
            let failure = try await work.failure()
            #expect(failure.code == .conflict)
            #expect(failure.message.contains(path))
            let remote = RemoteReference(id: path, version: nil)
            let removal = try bench.work(.folder, .remove(skill: bundle.name, remote))
            #expect(try await removal.failure().code == .conflict)
            #expect(try String(contentsOfFile: path + "/SKILL.md", encoding: .utf8) == "Mine.")
            #expect(work.journal.all.isEmpty)
        }
    }

    @Test func aFolderChangedByHandIsNeitherReplacedNorRemoved() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let remote = try await bench.work(.folder, .install(bundle, over: nil)).installed()
            try write("Changed.", to: remote.id + "/SKILL.md")
            let update = try bench.work(
                .folder,
                .install(try sampleBundle(version: 2), over: remote),
                task: "t2"
            )
            #expect(try await update.failure().code == .conflict)
            let removal = try bench.work(.folder, .remove(skill: bundle.name, remote), task: "t3")
            #expect(try await removal.failure().code == .conflict)
            #expect(try String(contentsOfFile: remote.id + "/SKILL.md", encoding: .utf8) == "Changed.")
        }
    }

    @Test func cachesOfScriptsAreNoChange() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let remote = try await bench.work(.folder, .install(bundle, over: nil)).installed()
            try files.createDirectory(
                atPath: remote.id + "/scripts/__pycache__",
                withIntermediateDirectories: true
            )
            try write("cache", to: remote.id + "/scripts/__pycache__/run.pyc")
            #expect(try await bench.adapter(.folder).readBack(remote, skill: bundle.name) == bundle.files)
            let second = try sampleBundle(version: 2)
            let update = try bench.work(.folder, .install(second, over: remote), task: "t2")
            let new = try await update.installed()
            #expect(try await bench.adapter(.folder).readBack(new, skill: bundle.name) == second.files)
            #expect(!files.fileExists(atPath: remote.id + "/scripts/__pycache__"))
        }
    }

    @Test func linksBelowTheSkillsFolderAreNotFollowed() async throws {
        try await Bench.with { bench in
            let path = try place(bench)
            let outside = bench.home + "/outside"
            try files.createDirectory(atPath: outside, withIntermediateDirectories: true)
            try write("Precious.", to: outside + "/SKILL.md")
            try files.createSymbolicLink(atPath: path, withDestinationPath: outside)
            let bundle = try sampleBundle()
            #expect(try await bench.work(.folder, .install(bundle, over: nil)).failure().code == .conflict)
            let remote = RemoteReference(id: path, version: bundle.digest)
            let removal = try bench.work(.folder, .remove(skill: bundle.name, remote))
            #expect(try await removal.failure().code == .conflict)
            await #expect(throws: ProviderFailure.self) {
                _ = try await bench.adapter(.folder).readBack(remote, skill: bundle.name)
            }
            #expect(try String(contentsOfFile: outside + "/SKILL.md", encoding: .utf8) == "Precious.")
        }
    }

    @Test func aLinkPutIntoOurFolderCountsAsAChange() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let remote = try await bench.work(.folder, .install(bundle, over: nil)).installed()
            try files.createSymbolicLink(atPath: remote.id + "/link", withDestinationPath: "/etc/passwd")
            let removal = try bench.work(.folder, .remove(skill: bundle.name, remote), task: "t2")
            #expect(try await removal.failure().code == .conflict)
        }
    }

    @Test func leftoversOfACrashAreSwept() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let remote = try await bench.work(.folder, .install(bundle, over: nil)).installed()
            let skills = bench.home + "/.claude/skills"
            let prefix = SkillFolders(stateDirectory: bench.state).prefix
            try files.createDirectory(
                atPath: "\(skills)/\(prefix)crashed/demo-skill",
                withIntermediateDirectories: true
            )
            try files.createDirectory(atPath: skills + "/.other-tool", withIntermediateDirectories: true)
            let update = try bench.work(
                .folder,
                .install(try sampleBundle(version: 2), over: remote),
                task: "t2"
            )
            _ = try await update.installed()
            #expect(try files.contentsOfDirectory(atPath: skills).sorted() == [".other-tool", "demo-skill"])
        }
    }

    /// A crash after the folder was put in place but before its receipt was finished.
    @Test func aPendingReceiptProvesTheFolderIsOurs() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let remote = try await bench.work(.folder, .install(bundle, over: nil)).installed()
            let receipts = Receipts(try SkillFolders.receiptsFolder(in: bench.state))
            var receipt = try #require(try receipts.receipt(for: remote.id))
            receipt.digest = nil
            receipt.pending = bundle.digest
            try receipts.save(receipt)
            let again = try bench.work(.folder, .install(bundle, over: nil))
            #expect(try await again.installed() == remote)
            #expect(try receipts.receipt(for: remote.id)?.digest == bundle.digest)
            #expect(try receipts.receipt(for: remote.id)?.pending == nil)
        }
    }

    @Test func aSharedFolderStaysUntilTheLastOwnerLeaves() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let adapters = try ["codex", "generic"].map { client in
                var settings = bench.settings(.folder)
                settings.options = ["client": client]
                return try bench.catalog.adapter(for: bench.provider(settings, id: client))
            }
            var remote = RemoteReference(id: "", version: nil)
            for adapter in adapters {
                remote = try await Work(adapter, .install(bundle, over: nil), clock: bench.clock).installed()
            }
            for (adapter, isThere) in zip(adapters, [true, false]) {
                let removal = Work(adapter, .remove(skill: bundle.name, remote), clock: bench.clock)
                #expect(try await removal.finish() == nil)
                #expect(files.fileExists(atPath: remote.id) == isThere)
            }
        }
    }

    @Test func aMissingProjectIsNotMade() async throws {
        try await Bench.with { bench in
            var settings = bench.settings(.folder)
            settings.options = [
                "client": "cursor", "scope": "project", "root": bench.home + "/no-such-project",
            ]
            let adapter = try bench.catalog.adapter(for: bench.provider(settings))
            let work = Work(adapter, .install(try sampleBundle(), over: nil), clock: bench.clock)
            #expect(try await work.failure().code == .notFound)
            await #expect(throws: ProviderFailure.self) { try await adapter.check() }
            #expect(!files.fileExists(atPath: bench.home + "/no-such-project"))
        }
    }

    @Test(arguments: ["../escape", "a/b", ".hidden", ""])
    func aNameThatLeavesTheFolderIsRefused(_ name: String) async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let bad = SkillBundle(
                name: name,
                version: 1,
                description: "",
                digest: bundle.digest,
                files: bundle.files,
                archive: []
            )
            #expect(try await bench.work(.folder, .install(bad, over: nil)).failure().code == .invalidSkill)
        }
    }

    @Test func aWriteThatFailsHalfwayLeavesNothingBehind() async throws {
        try await Bench.with { bench in
            let good = try sampleBundle()
            let remote = try await bench.work(.folder, .install(good, over: nil)).installed()
            // A file and a folder of one name cannot both be written.
            let clash = BundleFile(path: "SKILL.md/inner", isExecutable: false, content: [1])
            let bad = SkillBundle(
                name: good.name,
                version: 2,
                description: "",
                digest: "another",
                files: good.files + [clash],
                archive: []
            )
            #expect(try await bench.work(.folder, .install(bad, over: remote)).failure().code == .conflict)
            #expect(try files.contentsOfDirectory(atPath: bench.home + "/.claude/skills") == ["demo-skill"])
            #expect(try await bench.adapter(.folder).readBack(remote, skill: good.name) == good.files)
            let removal = try bench.work(.folder, .remove(skill: good.name, remote), task: "t3")
            #expect(try await removal.finish() == nil)
        }
    }

    /// Somebody edits a file between our last look and the exchange.
    @Test func aChangeAtTheLastMomentIsPutBack() async throws {
        try await Bench.with { bench in
            let path = try place(bench)
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            try write("Edited.", to: path + "/SKILL.md")
            let place = SkillPlace(
                root: bench.home,
                parts: [".claude", "skills"],
                name: "demo-skill",
                owner: ProviderID(rawValue: "p")
            )
            let skills = try #require(try place.open(creating: false))
            let receipt = Receipt(path: path, digest: "as it was", pending: nil, owners: [])
            #expect(throws: PathFailure.self) {
                try SkillFolders.replace(place, with: sampleBundle(), working: ".work", in: skills, receipt)
            }
            #expect(try String(contentsOfFile: path + "/SKILL.md", encoding: .utf8) == "Edited.")
        }
    }

    private func place(_ bench: Bench) throws -> String {
        let skills = bench.home + "/.claude/skills"
        try files.createDirectory(atPath: skills, withIntermediateDirectories: true)
        return skills + "/demo-skill"
    }

    private func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
