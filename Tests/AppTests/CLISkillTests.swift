import App
import Contract
import Foundation
import Testing

@Suite struct CLISkillTests {
    /// A folder with two skills, one of them nested and one broken, beside what is none.
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let manager = FileManager.default
        let root = manager.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? manager.removeItem(at: root) }
        for name in ["b/inner", "a", ".git/hooks", "c/empty", ".claude/skills/hidden"] {
            try manager.createDirectory(at: root.appending(path: name), withIntermediateDirectories: true)
        }
        for name in ["b", "b/inner", "a", ".git/hooks", ".claude/skills/hidden"] {
            let text =
                "---\nname: \(name.split(separator: "/").last ?? "")\ndescription: A sample.\n---\nDo it.\n"
            try Data(text.utf8).write(to: root.appending(path: name + "/SKILL.md"))
        }
        try manager.createSymbolicLink(
            at: root.appending(path: "z"),
            withDestinationURL: root.appending(path: "a")
        )
        try await body(root.path)
    }

    @Test func everySkillBelowAFolderIsFoundOnce() async throws {
        try await withFolder { root in
            let found = try SkillSource.all(below: root).map { $0.path.dropFirst(root.count + 1) }
            #expect(found == [".claude/skills/hidden", "a", "b"])
        }
    }

    @Test func anAddressIsTheServersToFetch() async throws {
        let plane = FakePlane()
        let url = "https://example.com/a.zip"
        let run = await skillyard("skill", "add", url, "--tag", "x", plane: plane)
        #expect(run.status == .failure)  // the script has no skill
        #expect(plane.asked.imports == [SkillImport(url: url, tags: ["x"])])
        #expect(plane.asked.uploads.isEmpty)
        let signed = await skillyard("skill", "add", url, "--key", "signer.pem", plane: plane)
        #expect(signed.status == .usage)
        #expect(plane.asked.imports.count == 1)
    }

    @Test func aMissingFolderIsSaidPlainly() {
        #expect(throws: Problem.self) { try SkillSource.all(below: "/nowhere/at/all") }
    }

    @Test func aSingleFileIsSentAsText() async throws {
        try await withFolder { root in
            let upload = try SkillSource(path: root + "/a/SKILL.md").upload(tags: ["x"])
            guard case .text(let text) = upload.content else { return #expect(Bool(false)) }
            #expect(text.contains("name: a"))
            #expect(upload.tags == ["x"])
        }
    }

    @Test func aFolderIsSentAsAZip() async throws {
        try await withFolder { root in
            let upload = try SkillSource(path: root + "/a/").upload(tags: nil)
            guard case .archive(let bytes) = upload.content else { return #expect(Bool(false)) }
            #expect(bytes.starts(with: [0x50, 0x4B, 3, 4]))
            #expect(upload.filename == "a.zip")
        }
    }

    @Test func oneBrokenSkillDoesNotKeepTheOthersOut() async throws {
        try await withFolder { root in
            let plane = FakePlane(
                .init(register: { upload in
                    upload.filename == "b.zip"
                        ? .failure(Problem(.invalidSkill, "No description."))
                        : .success(Samples.registration(upload.filename ?? ""))
                })
            )
            let run = await skillyard("skill", "add", "--recursive", root, plane: plane)
            #expect(run.status == .partial)
            #expect(run.outputLines.count == 2)
            #expect(run.messages.contains("3 skills: 2 new, 0 already registered, 1 refused"))
        }
    }

    @Test func severalWithJSONAnswerOneDocument() async throws {
        try await withFolder { root in
            let plane = FakePlane(
                .init(register: { .success(Samples.registration($0.filename ?? "", created: false)) })
            )
            let run = await skillyard("skill", "add", "--json", root + "/a", root + "/b", plane: plane)
            #expect(run.status == .ok)
            #expect(run.outputLines.count == 1)
            #expect(run.output.hasPrefix(#"{"items":[{"path":"#))
        }
    }

    @Test func withoutAServerTheRestIsNotTried() async throws {
        try await withFolder { root in
            let plane = FakePlane()
            let run = await skillyard("skill", "add", "--recursive", root, plane: plane)
            #expect(run.status == .failure)
            #expect(plane.asked.uploads.count == 1)
        }
    }
}
