import Bundles
import Contract
import Domain
import Foundation
import Testing

@Suite struct IntakeTests {
    private func read(_ archive: [UInt8]) throws -> UnpackedSkill {
        try SkillIntake.read(.archive(archive))
    }

    @Test func aZipATarAndATarGzipOfTheSameSkillAreTheSameSkill() throws {
        var script = RawZip.Entry("demo/scripts/run.sh", "echo", mode: 0o100755)
        let zip = try read(RawZip.skill(script).bytes())
        script.mode = 0o100755
        let tar = RawTar.skill(.init("demo/scripts/run.sh", "echo", mode: 0o755))
        #expect(zip.files.map(\.path) == ["SKILL.md", "scripts/run.sh"])
        #expect(zip.files.map(\.isExecutable) == [false, true])
        #expect(zip.topFolder == "demo")
        #expect(try read(tar.bytes()) == zip)
        #expect(try read(tar.gzipped()) == zip)
    }

    @Test func filesWithoutAFolderAroundThemHaveNoTopFolder() throws {
        let skill = try read(RawZip([.init("SKILL.md", Samples.manifest), .init("a/b.txt", "b")]).bytes())
        #expect(skill.topFolder == nil)
        #expect(skill.files.map(\.path) == ["SKILL.md", "a/b.txt"])
    }

    @Test func theTextOfOneFileIsASkill() throws {
        let skill = try SkillIntake.read(.text(Samples.manifest))
        #expect(skill.files == [BundleFile("SKILL.md", Samples.manifest)])
        #expect(throws: ArchiveRefusal(.fileTooLarge, path: "SKILL.md")) {
            try SkillIntake.read(.text("12345"), limits: .init(fileBytes: 4))
        }
    }

    @Test func namesComeOutInNFCAndSortedByBytes() throws {
        let skill = try read(
            RawZip(
                [
                    .init("d/SKILL.md"), .init("d/b"), .init("d/B"), .init("d/a"),
                    .init("d/\u{1100}\u{1161}.txt"),
                ].filter { $0.name != Array("d/B".utf8) }
            ).bytes()
        )
        #expect(
            skill.files.map { Array($0.path.utf8) }
                == ["SKILL.md", "a", "b", "\u{AC00}.txt"].map { Array($0.utf8) }
        )
    }

    @Test func whatDesktopSystemsLeaveBehindIsLeftOutAndSaid() throws {
        let junk: [RawZip.Entry] = [
            .init("__MACOSX/demo/._SKILL.md"), .init("demo/.DS_Store"), .init("demo/a/Thumbs.db"),
            .init("demo/._x"),
        ]
        let skill = try read(RawZip([.init("demo/SKILL.md", Samples.manifest)] + junk).bytes())
        #expect(skill.files.map(\.path) == ["SKILL.md"])
        #expect(skill.topFolder == "demo")
        #expect(SkillInspection.inspect(skill).codes == ["files.junk_removed"])
    }

    @Test func folderEntriesAndTheDotFolderOfTarAreNothingSpecial() throws {
        let zip = RawZip.skill(.init("demo/", mode: 0o040755)).bytes()
        #expect(try read(zip).files.map(\.path) == ["SKILL.md"])
        let tar = RawTar([.init("./", type: "5", mode: 0o755), .init("./SKILL.md", Samples.manifest)])
        #expect(try read(tar.bytes()).files.map(\.path) == ["SKILL.md"])
    }

    @Test(arguments: [true, false], [4, 8])
    func sizesBehindTheDataAreUnderstood(signed: Bool, width: Int) throws {
        var entry = RawZip.Entry("demo/a", "aaaa")
        entry.flags |= 8
        let sizes = little(entry.data.count, width) + little(4, width)
        entry.descriptor = (signed ? little(0x0807_4B50, 4) : []) + little(entry.trueChecksum, 4) + sizes
        #expect(try read(RawZip.skill(entry).bytes()).files.count == 2)
    }

    @Test func aCommentAndUnknownExtraFieldsDoNotMatter() throws {
        var entry = RawZip.Entry("demo/a", "a")
        entry.extra = little(0x5455, 2) + little(5, 2) + [1, 2, 3, 4, 5]
        entry.localExtra = little(0x7875, 2) + little(1, 2) + [9]
        var zip = RawZip.skill(entry)
        zip.comment = [UInt8](repeating: 0x20, count: 0xFFFF)
        #expect(try read(zip.bytes()).files.count == 2)
    }

    @Test func modesOfDOSDoNotMakeAFileExecutable() throws {
        var entry = RawZip.Entry("demo/a", "a", mode: 0o755)
        entry.host = 0
        #expect(try read(RawZip.skill(entry).bytes()).files.allSatisfy { !$0.isExecutable })
    }

    @Test func eightBitNamesThatAreUTF8AreTakenWithoutTheFlag() throws {
        var entry = RawZip.Entry("demo/한글.txt", "a")
        entry.flags = 0
        #expect(try read(RawZip.skill(entry).bytes()).files.map(\.path) == ["SKILL.md", "한글.txt"])
        let tar = RawTar.skill(.init("demo/한글.txt", "a")).bytes()
        #expect(try read(tar).files.map(\.path) == ["SKILL.md", "한글.txt"])
    }
}
