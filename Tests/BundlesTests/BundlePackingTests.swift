import Bundles
import Contract
import Domain
import Testing

@Suite struct BundlePackingTests {
    private let files = [
        BundleFile("SKILL.md", Samples.manifest),
        BundleFile("scripts/run.sh", "#!/bin/sh\necho\n", executable: true),
        BundleFile("assets/empty", ""),
        BundleFile("references/한글.md", String(repeating: "가나다라", count: 500)),
    ]

    @Test func theArchiveDependsOnTheFilesAlone() throws {
        let archive = try BundlePacking.zip(files)
        #expect(try BundlePacking.zip(files.reversed()) == archive)
        // Fixed here, so that a change of the format cannot go unseen; it holds for one release of zlib.
        #expect(archive.starts(with: [0x50, 0x4B, 3, 4, 20, 0, 0, 8]))
        #expect(Array(archive[10..<14]) == [0, 0, 0x21, 0])
    }

    @Test func unpackingGivesTheFilesBack() throws {
        let sorted = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        #expect(try BundlePacking.unpack(BundlePacking.zip(files)) == sorted)
        let below = try BundlePacking.unpack(BundlePacking.zip(files, topFolder: "demo"))
        #expect(below.map(\.path) == sorted.map { "demo/" + $0.path })
    }

    @Test func intakeTakesTheTopFolderOffAgain() throws {
        let skill = try SkillIntake.read(.archive(BundlePacking.zip(files, topFolder: "demo")))
        #expect(skill.topFolder == "demo")
        #expect(BundleDigest.digest(of: skill.files) == BundleDigest.digest(of: files))
    }

    @Test(arguments: ["../evil", "/evil", "a/../b"])
    func unsafePathsAreNotPacked(_ path: String) {
        #expect(throws: ArchiveRefusal.self) { try BundlePacking.zip([BundleFile(path)]) }
        #expect(throws: ArchiveRefusal.self) { try BundlePacking.zip(files, topFolder: path) }
    }

    @Test func oneChangedByteIsNoticed() throws {
        var archive = try BundlePacking.zip(files)
        archive[60] ^= 1
        #expect(throws: ArchiveRefusal.self) { try BundlePacking.unpack(archive) }
    }

    /// SEC-05: whatever bit of a stored skill is flipped, it is refused, headers and modes included.
    ///
    /// Only the bits that fill up the last byte of a deflated file may be anything (RFC 1951, section 3.2.3); no reader looks at them.
    @Test func whateverBitIsFlippedIsNoticed() throws {
        let archive = try BundlePacking.zip(files)
        let digest = BundleDigest.digest(of: files)
        var ends: Set<Int> = []
        var end = 0
        for file in files.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            let deflated = try Deflate.pack(file.content).count
            end += 30 + file.path.utf8.count + min(deflated, file.content.count)
            if deflated < file.content.count { ends.insert(end - 1) }
        }
        #expect(archive[end...].starts(with: [0x50, 0x4B, 1, 2]), "the directory begins behind the files")
        for index in archive.indices {
            for bit in 0..<8 {
                var altered = archive
                altered[index] ^= 1 << bit
                guard let found = try? BundlePacking.unpack(altered) else { continue }
                #expect(ends.contains(index), "byte \(index), bit \(bit) of \(archive.count)")
                #expect(BundleDigest.digest(of: found) == digest)
            }
        }
    }
}

@Suite struct BundleDigestTests {
    @Test func theDigestIsWhatTheDocumentationSays() {
        let files = [BundleFile("b", "2", executable: true), BundleFile("a", "1")]
        let one = BundleDigest.sha256(Array("1".utf8))
        let two = BundleDigest.sha256(Array("2".utf8))
        #expect(one == "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b")
        #expect(
            BundleDigest.digest(of: files) == BundleDigest.sha256(Array("a\0-\0\(one)\nb\0x\0\(two)\n".utf8))
        )
    }

    @Test func pathContentAndExecutableBitAllCount() {
        let digests = [
            [BundleFile("a", "1")], [BundleFile("b", "1")], [BundleFile("a", "2")],
            [BundleFile("a", "1", executable: true)],
        ].map(BundleDigest.digest)
        #expect(Set(digests).count == 4)
    }
}
