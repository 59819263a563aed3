package import Contract
import Domain

/// Takes a skill in, in whatever form it comes; refuses it whole if anything about the form is unsafe.
package enum SkillIntake {
    /// Reads an upload.
    ///
    /// - Returns: The files as they lie in the skill: a single enclosing folder is taken off.
    /// - Throws: ``ArchiveRefusal``; nothing was written anywhere.
    package static func read(
        _ content: SkillUpload.Content,
        limits: ArchiveLimits = .standard
    ) throws(ArchiveRefusal) -> UnpackedSkill {
        switch content {
        case .text(let text):
            let bytes = Array(text.utf8)
            guard bytes.count <= limits.fileBytes else { throw .init(.fileTooLarge, path: "SKILL.md") }
            let file = BundleFile(path: "SKILL.md", isExecutable: false, content: bytes)
            return UnpackedSkill(files: [file], topFolder: nil)
        case .archive(let bytes):
            guard bytes.count <= limits.archiveBytes else { throw .init(.archiveTooLarge) }
            return try rooted(entries(of: bytes, limits: limits))
        }
    }

    /// Reads a folder on disk; a `.git` folder in it is left out.
    ///
    /// - Parameters:
    ///   - path: Of the folder that holds SKILL.md.
    ///   - limits: As for archives.
    /// - Returns: The files, and the folder's name.
    /// - Throws: ``ArchiveRefusal``; links and special files are refused as in an archive.
    package static func read(
        folder path: String,
        limits: ArchiveLimits = .standard
    ) throws(ArchiveRefusal) -> UnpackedSkill {
        var reader = try FolderReader(path, limits: limits)
        let (kept, junk) = JunkFiles.separate(try reader.files())
        return UnpackedSkill(files: kept.map { $0.bundleFile() }, topFolder: reader.name, removedJunk: junk)
    }

    private static func entries(
        of bytes: [UInt8],
        limits: ArchiveLimits
    ) throws(ArchiveRefusal) -> [ArchiveEntry] {
        switch ArchiveFormat(of: bytes) {
        case .zip: try ZipReader(bytes, limits: limits).files()
        case .tar: try TarReader.files(of: bytes, limits: limits)
        case .spannedZip: throw .init(.multiDisk)
        case .zipBehindOtherData: throw .init(.leadingData)
        case .other(let name):
            guard let name else { throw .init(.unsupportedFormat) }
            let message: Phrase = "This is \(name, as: "format"), not a zip, .skill, tar or tar.gz."
            throw .init(.unsupportedFormat, as: "known", message)
        }
    }

    /// Takes a single folder around everything off; SKILL.md has to lie at the top then, if there is one.
    private static func rooted(_ entries: [ArchiveEntry]) throws(ArchiveRefusal) -> UnpackedSkill {
        let (kept, junk) = JunkFiles.separate(entries)
        guard let first = kept.first else { throw .init(.empty) }
        let folder = String(first.path.prefix { $0 != "/" })
        let isEnclosed = kept.allSatisfy { $0.path.hasPrefix(folder + "/") }
        let skill = UnpackedSkill(
            files: kept.map { $0.bundleFile(below: isEnclosed ? folder : nil) },
            topFolder: isEnclosed ? folder : nil,
            removedJunk: junk
        )
        let manifests = skill.files.map(\.path).filter(SkillFile.isManifestInAnyCase)
        guard manifests.isEmpty || manifests.contains(where: { !$0.contains("/") }) else {
            throw .init(.rootAmbiguous, path: manifests.first)
        }
        return skill
    }
}

/// Names with a meaning of their own inside a skill.
enum SkillFile {
    static let manifest = "SKILL.md"

    /// Whether the last part of the path is `SKILL.md` in any mixture of cases.
    static func isManifestInAnyCase(_ path: String) -> Bool {
        path.split(separator: "/").last?.lowercased() == "skill.md"
    }
}
