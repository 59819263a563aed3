import Bundles
import Contract
import Testing

/// SEC-01: each kind of hostile archive, made here byte by byte, is refused whole with a code of its own.
@Suite struct ArchiveRefusalTests {
    @Test(arguments: HostileArchive.all)
    func aHostileArchiveIsRefusedWhole(_ archive: HostileArchive) throws {
        let error = #expect(throws: ArchiveRefusal.self) {
            try SkillIntake.read(.archive(archive.bytes), limits: archive.limits)
        }
        #expect(error?.code == archive.cause.rawValue)
        #expect(error?.message.isEmpty == false)
        #expect(error?.fix.isEmpty == false)
    }

    @Test func everyCauseHasAFixture() {
        let covered = Set(HostileArchive.all.map(\.cause))
        let folders: Set<ArchiveRefusal.Cause> = [.folderAbsent, .notAFolder, .folderUnreadable]
        #expect(Set(ArchiveRefusal.Cause.allCases).subtracting(covered) == folders)
    }

    @Test func everyCauseHasADocumentedRow() throws {
        let table = try DocumentedTable(under: "### Archives and folders")
        #expect(table.rows.compactMap(\.first) == ArchiveRefusal.Cause.allCases.map(\.rawValue))
    }

    @Test func aNameCannotForgeALogLine() {
        let archive = RawZip.skill(.init("demo/a\nERROR all is lost\u{202E}.txt")).bytes()
        let error = #expect(throws: ArchiveRefusal.self) { try SkillIntake.read(.archive(archive)) }
        #expect(error?.path == "demo/a\u{FFFD}ERROR all is lost\u{FFFD}.txt")
    }

    @Test func aCombiningMarkDoesNotHideASlash() {
        // One character to Swift, yet two scalars to every file system.
        let archive = RawZip.skill(.init("demo/../../x/..\u{2F}\u{301}evil")).bytes()
        let error = #expect(throws: ArchiveRefusal.self) { try SkillIntake.read(.archive(archive)) }
        #expect(error?.code == "archive.path_traversal")
        let marked = RawZip.skill(.init("demo/\u{301}evil")).bytes()
        let other = #expect(throws: ArchiveRefusal.self) { try SkillIntake.read(.archive(marked)) }
        #expect(other?.code == "archive.path_invalid")
    }
}

/// One attack, and what has to be said to it.
struct HostileArchive: Sendable, CustomTestStringConvertible {
    let what: String
    let cause: ArchiveRefusal.Cause
    let bytes: [UInt8]
    var limits = ArchiveLimits.standard

    var testDescription: String { what }

    init(_ what: String, _ cause: ArchiveRefusal.Cause, _ bytes: [UInt8], limits: ArchiveLimits = .standard) {
        self.what = what
        self.cause = cause
        self.bytes = bytes
        self.limits = limits
    }

    static let all = formats + sizes + paths + types + clashes + lies + tars

    private static func skill(_ entry: RawZip.Entry, _ change: (inout RawZip.Entry) -> Void = { _ in })
        -> [UInt8]
    {
        var entry = entry
        change(&entry)
        return RawZip.skill(entry).bytes()
    }

    /// Says that it has so many bytes, and has three that are not deflated.
    private static func declared(_ name: String, _ size: Int) -> RawZip.Entry {
        var entry = RawZip.Entry(name)
        (entry.packed, entry.size, entry.checksum) = ([0xFF, 0xFF, 0xFF], size, 0)
        return entry
    }

    private static func whole(_ change: (inout RawZip) -> Void) -> [UInt8] {
        var zip = RawZip.skill(.init("demo/a.txt", "a"))
        change(&zip)
        return zip.bytes()
    }

    private static let formats: [HostileArchive] = [
        .init("7z", .unsupportedFormat, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]),
        .init("a web page", .unsupportedFormat, Array("<!doctype html><html>sign in</html>".utf8)),
        .init("nothing", .unsupportedFormat, []),
        .init("half a zip", .unreadable, Array(whole { _ in }.prefix(150))),
        .init("an empty zip", .empty, RawZip([]).bytes()),
        .init("nothing but junk", .empty, RawZip([.init("__MACOSX/._a")]).bytes()),
        .init("one part of several", .multiDisk, whole { $0.disk = 1 }),
        .init("a spanned zip", .multiDisk, [0x50, 0x4B, 7, 8] + whole { _ in }),
        .init("zip64 end record", .zip64, whole { $0.beforeEnd = zip64End(count: 2) }),
        .init(
            "zip64 end record with too many",
            .tooManyEntries,
            whole { $0.beforeEnd = zip64End(count: 1 << 40) }
        ),
        .init("no skill at the top", .rootAmbiguous, RawZip([.init("a/SKILL.md"), .init("b/x")]).bytes()),
        .init("skill too far below", .rootAmbiguous, RawZip([.init("a/b/SKILL.md")]).bytes()),
    ]

    /// The 64-bit end record and its locator, which belong before the ordinary one.
    private static func zip64End(count: Int) -> [UInt8] {
        let plain = RawZip.skill(.init("demo/a.txt", "a")).bytes()
        let record =
            little(0x0606_4B50, 4) + little(44, 8) + [UInt8](repeating: 0, count: 20) + little(count, 8)
        return record + [UInt8](repeating: 0, count: 16) + little(0x0706_4B50, 4) + little(0, 4)
            + little(plain.count - 22, 8) + little(1, 4)
    }

    private static let sizes: [HostileArchive] = [
        .init("a large archive", .archiveTooLarge, whole { _ in }, limits: .init(archiveBytes: 100)),
        .init("three entries for two", .tooManyEntries, whole { _ in }, limits: .init(entries: 1)),
        .init("10,001 entries", .tooManyEntries, RawZip((0...10_000).map { .init("demo/\($0)") }).bytes()),
        .init("a large file", .fileTooLarge, skill(.init("demo/a", "123456")), limits: .init(fileBytes: 5)),
        .init("a large whole", .totalTooLarge, skill(.init("demo/a", "1")), limits: .init(totalBytes: 100)),
        // SEC-02: what is packed cannot even be unpacked, so nobody tried.
        .init(
            "a large whole, declared",
            .totalTooLarge,
            RawZip(["demo/SKILL.md", "demo/a", "demo/b"].map { declared($0, 400_000) }).bytes(),
            limits: .init(totalBytes: 1 << 20)
        ),
        .init("an honest bomb", .ratio, skill(.init("demo/a", String(repeating: "0", count: 2 << 20)))),
        .init("33 folders deep", .tooDeep, skill(.init(String(repeating: "d/", count: 33) + "x"))),
        .init(
            "1 EiB, declared in zip64 fields",
            .fileTooLarge,
            skill(.init("demo/a", "a")) {
                $0.size = 0xFFFF_FFFF
                $0.extra = little(1, 2) + little(8, 2) + little(1 << 60, 8)
            }
        ),
        .init(
            "sizes that overflow when added",
            .overlap,
            skill(.init("demo/a", "a")) {
                ($0.size, $0.packedSize) = (0xFFFF_FFFF, 0xFFFF_FFFF)
                $0.flags |= 8
                $0.descriptor = [UInt8](repeating: 0, count: 16)
                $0.extra = little(1, 2) + little(16, 2) + little(1, 8) + little(.max, 8)
            }
        ),
    ]

    private static let paths: [HostileArchive] = [
        .init("..", .pathTraversal, skill(.init("../evil"))),
        .init(".. inside", .pathTraversal, skill(.init("demo/a/../b"))),
        .init(".. with backslashes", .pathTraversal, skill(.init("demo\\..\\..\\evil"))),
        .init("absolute", .pathAbsolute, skill(.init("/etc/passwd"))),
        .init("backslash", .pathBackslash, skill(.init("demo\\a.txt"))),
        .init("drive letter", .pathDriveLetter, skill(.init("C:/evil"))),
        .init("line feed", .pathControlCharacter, skill(.init("demo/a\nb"))),
        .init("NUL", .pathControlCharacter, skill(.init("demo/a\0.txt"))),
        .init("right-to-left override", .pathHiddenCharacter, skill(.init("demo/\u{202E}txt.sh"))),
        .init("empty name", .pathInvalid, skill(.init(""))),
        .init("empty part", .pathInvalid, skill(.init("demo//a"))),
        .init(".", .pathInvalid, skill(.init("demo/./a"))),
        .init("alternate data stream", .pathInvalid, skill(.init("demo/a.txt:evil"))),
        .init("full-width slash", .pathInvalid, skill(.init("demo/a\u{FF0F}b"))),
        .init("dot leaders", .pathInvalid, skill(.init("demo/\u{2024}\u{2024}/b"))),
        .init("256 bytes", .pathTooLong, skill(.init("demo/" + String(repeating: "a", count: 256)))),
        .init(
            "CP949 name",
            .nameEncoding,
            skill(.init("x")) { $0.name = [0x64, 0x2F, 0xC7, 0xD1, 0xB1, 0xDB] }
        ),
    ]

    private static let types: [HostileArchive] = [
        .init("symbolic link", .symlink, skill(.init("demo/a", "/etc/passwd", mode: 0o120777))),
        .init(
            "symbolic link made by DOS",
            .symlink,
            skill(.init("demo/a", "/", mode: 0o120777)) { $0.host = 0 }
        ),
        .init("device", .specialFile, skill(.init("demo/a", mode: 0o020644))),
        .init("encrypted", .encrypted, skill(.init("demo/a", "a")) { $0.flags |= 1 }),
        .init("strong encryption", .encrypted, skill(.init("demo/a", "a")) { $0.flags |= 0x40 }),
        .init("LZMA", .unsupportedMethod, skill(.init("demo/a", "a")) { $0.method = 14 }),
    ]

    private static let clashes: [HostileArchive] = [
        .init("twice the same", .duplicate, skill(.init("demo/SKILL.md", "other"))),
        .init("cases", .caseCollision, skill(.init("demo/skill.MD"))),
        .init("cases of folders", .caseCollision, skill(.init("Demo/a"))),
        .init("sharp s", .caseCollision, RawZip([.init("d/straße"), .init("d/STRASSE")]).bytes()),
        .init(
            "NFC and NFD",
            .unicodeCollision,
            RawZip([.init("d/\u{AC00}"), .init("d/\u{1100}\u{1161}")]).bytes()
        ),
        .init("file and folder", .fileFolderConflict, RawZip([.init("d/a"), .init("d/a/b")]).bytes()),
        .init("folder and file", .fileFolderConflict, RawZip([.init("d/a/b"), .init("d/a")]).bytes()),
    ]

    private static let lies: [HostileArchive] = [
        .init("two entries, one place", .overlap, skill(.init("demo/a", "a")) { $0.offset = 0 }),
        .init(
            "another name inside",
            .headerMismatch,
            skill(.init("demo/a", "a")) { $0.localName = Array("demo/b".utf8) }
        ),
        .init("another size inside", .headerMismatch, skill(.init("demo/a", "a")) { $0.localSize = 7 }),
        .init("another flag inside", .headerMismatch, skill(.init("demo/a", "a")) { $0.localFlags = 0 }),
        .init("points into the directory", .headerMismatch, skill(.init("demo/a", "a")) { $0.offset = 600 }),
        .init("a folder with data", .headerMismatch, skill(.init("demo/a/", "data", mode: 0o040755))),
        .init(
            "another name in a Unicode field",
            .headerMismatch,
            skill(.init("demo/a", "a")) {
                $0.extra = little(0x7075, 2) + little(7, 2) + [1, 0, 0, 0, 0, 0x2E, 0x2E]
            }
        ),
        .init("longer than declared", .sizeMismatch, skill(.init("demo/a", "12345")) { $0.size = 1 }),
        .init("shorter than declared", .sizeMismatch, skill(.init("demo/a", "12345")) { $0.size = 9 }),
        .init(
            "stored, of two sizes",
            .sizeMismatch,
            skill(.init("demo/a", "12345")) { ($0.method, $0.size) = (0, 4) }
        ),
        .init(
            "not deflate at all",
            .unreadable,
            skill(.init("demo/a", "12345")) { $0.packed = [0xFF, 0xFF, 0xFF] }
        ),
        .init("wrong checksum", .checksum, skill(.init("demo/a", "a")) { $0.checksum = 1 }),
        .init(
            "wrong checksum behind the data",
            .checksum,
            skill(.init("demo/a", "a")) {
                $0.flags |= 8
                $0.descriptor = little(0x0807_4B50, 4) + little(1, 4) + little(3, 4) + little(1, 4)
            }
        ),
        .init("counts one too few", .countMismatch, whole { $0.count = 1 }),
        .init("counts one too many", .countMismatch, whole { $0.count = 3 }),
        .init("two end records", .countMismatch, whole { $0.comment = RawZip([]).bytes() }),
        .init(
            "an entry the directory hides",
            .hiddenData,
            whole { $0.beforeDirectory = [0x50, 0x4B, 3, 4, 0, 0] }
        ),
        .init("a program in front", .leadingData, whole { $0.leading = Array("#!/bin/sh\n".utf8) }),
        .init("something behind", .trailingData, whole { $0.trailing = [1, 2, 3] }),
    ]

    private static let tars: [HostileArchive] = [
        .init(
            "tar: symbolic link",
            .symlink,
            RawTar.skill(.init("demo/a", type: "2", link: "/etc/passwd")).bytes()
        ),
        .init(
            "tar: hard link",
            .hardLink,
            RawTar.skill(.init("demo/a", type: "1", link: "/etc/passwd")).bytes()
        ),
        .init("tar: device", .specialFile, RawTar.skill(.init("demo/a", type: "3")).bytes()),
        .init("tar: pipe", .specialFile, RawTar.skill(.init("demo/a", type: "6")).bytes()),
        .init("tar: ..", .pathTraversal, RawTar.skill(.init("demo/../../a")).bytes()),
        .init("tar: absolute", .pathAbsolute, RawTar.skill(.init("/etc/passwd")).bytes()),
        .init("tar: twice", .duplicate, RawTar.skill(.init("demo/SKILL.md")).bytes()),
        .init("tar: cut", .unreadable, Array(RawTar.skill(.init("demo/a", "123")).bytes().prefix(1_540))),
        .init("tar: declares 8 GiB", .fileTooLarge, lyingTar),
        .init("tar.gz: bomb", .ratio, gzipBomb),
        .init(
            "gzip of something else",
            .unreadable,
            [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        ),
    ]

    private static var lyingTar: [UInt8] {
        var entry = RawTar.Entry("demo/a", "a")
        entry.size = 0o77777777777
        return RawTar.skill(entry).bytes()
    }

    private static var gzipBomb: [UInt8] {
        (try? RawTar.skill(.init("demo/a", String(repeating: "0", count: 2 << 20))).gzipped()) ?? []
    }
}
