import Bundles
import Contract
import Domain
import Foundation
import Testing

@Suite struct FolderIntakeTests {
    /// Runs `body` with the path of a folder `demo` that holds a skill, and removes it afterwards.
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let parent = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let folder = parent.appending(path: "demo")
        let scripts = folder.appending(path: "scripts")
        try FileManager.default.createDirectory(at: scripts, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: parent) }
        try Data(Samples.manifest.utf8).write(to: folder.appending(path: "SKILL.md"))
        let script = scripts.appending(path: "run.sh")
        try Data("echo".utf8).write(to: script)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
        try body(folder)
    }

    private func code(of folder: URL, limits: ArchiveLimits = .standard) -> String? {
        do {
            _ = try SkillIntake.read(folder: folder.path, limits: limits)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func aFolderIsTheSameSkillAsItsArchive() throws {
        try withFolder { folder in
            let skill = try SkillIntake.read(folder: folder.path)
            #expect(skill.topFolder == "demo")
            #expect(skill.files.map(\.isExecutable) == [false, true])
            let packed = try BundlePacking.zip(skill.files, topFolder: "demo")
            #expect(try SkillIntake.read(.archive(packed)) == skill)
            #expect(try SkillIntake.read(folder: folder.path + "/scripts/..") == skill)
        }
    }

    @Test func linksAndPipesAreRefused() throws {
        try withFolder { folder in
            let link = folder.appending(path: "link")
            try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "SKILL.md")
            #expect(code(of: folder) == "archive.symlink")
            try FileManager.default.removeItem(at: link)
            #expect(mkfifo(folder.appending(path: "pipe").path, 0o644) == 0)
            #expect(code(of: folder) == "archive.special_file")
        }
    }

    @Test func whatIsNotAFolderIsSaidToBeSo() throws {
        try withFolder { folder in
            #expect(code(of: folder.appending(path: "absent")) == "folder.absent")
            #expect(code(of: folder.appending(path: "SKILL.md")) == "folder.not_a_folder")
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func whatCannotBeReadIsSaidToBeSo() throws {
        try withFolder { folder in
            let path = folder.appending(path: "SKILL.md").path
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
            #expect(code(of: folder) == "folder.unreadable")
        }
    }

    @Test func limitsHoldForFoldersToo() throws {
        try withFolder { folder in
            #expect(code(of: folder, limits: .init(fileBytes: 10)) == "archive.file_too_large")
            #expect(code(of: folder, limits: .init(totalBytes: 10)) == "archive.total_too_large")
            #expect(code(of: folder, limits: .init(entries: 2)) == "archive.too_many_entries")
        }
    }

    @Test func theHistoryOfGitIsLeftOut() throws {
        try withFolder { folder in
            let git = folder.appending(path: ".git")
            try FileManager.default.createDirectory(at: git, withIntermediateDirectories: true)
            try Data("ref".utf8).write(to: git.appending(path: "HEAD"))
            #expect(
                try SkillIntake.read(folder: folder.path).files.map(\.path) == ["SKILL.md", "scripts/run.sh"]
            )
        }
    }
}
