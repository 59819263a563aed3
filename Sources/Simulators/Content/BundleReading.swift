import Bundles
import Contract
import Domain

/// The one place where uploads are opened; the vendors' rules are applied by the callers.
enum BundleReading {
    /// How much is taken in before a vendor's own limits are looked at.
    static let openLimits = ArchiveLimits(
        archiveBytes: 512 << 20,
        fileBytes: 512 << 20,
        totalBytes: 512 << 20,
        // Only Google names a ratio; no zip has a higher one than this.
        ratio: 2_000
    )

    static func bundle(
        zip: [UInt8],
        limits: ArchiveLimits = openLimits
    ) throws(UnreadableBundle) -> ReceivedBundle {
        guard zip.starts(with: [0x50, 0x4B]) else { throw UnreadableBundle("The file is not a zip archive.") }
        let unpacked: UnpackedSkill
        do throws(ArchiveRefusal) {
            unpacked = try SkillIntake.read(.archive(zip), limits: limits)
        } catch {
            throw UnreadableBundle(error)
        }
        return try bundle(unpacked)
    }

    /// Reads loose files; the folders stand in the parts' filenames.
    static func bundle(parts: [FormPart]) throws(UnreadableBundle) -> ReceivedBundle {
        let files = parts.map { part in
            BundleFile(path: part.filename ?? "", isExecutable: false, content: part.content)
        }
        return try bundle(zip: pack(files, folder: nil))
    }

    static func pack(_ files: [BundleFile], folder: String?) throws(UnreadableBundle) -> [UInt8] {
        do throws(ArchiveRefusal) {
            return try BundlePacking.zip(files, topFolder: folder)
        } catch {
            throw UnreadableBundle(error)
        }
    }

    private static func bundle(_ unpacked: UnpackedSkill) throws(UnreadableBundle) -> ReceivedBundle {
        // Some vendors take a skill.md; its contents are looked at as if it were spelled right.
        let spelled = unpacked.files.map { file in
            let isManifest = file.path.lowercased() == "skill.md"
            return isManifest
                ? BundleFile(path: "SKILL.md", isExecutable: file.isExecutable, content: file.content) : file
        }
        guard spelled.contains(where: { $0.path == "SKILL.md" }) else {
            throw UnreadableBundle("The zip file does not contain a SKILL.md file.")
        }
        let inspected = SkillInspection.inspect(
            UnpackedSkill(files: spelled, topFolder: unpacked.topFolder, removedJunk: unpacked.removedJunk)
        )
        let faults = inspected.findings.filter { finding in
            // No vendor demands that the folder is called like the skill.
            finding.level == .error && finding.code != "name.dir_mismatch"
        }
        guard let name = inspected.name, let description = inspected.description else {
            throw UnreadableBundle(faults.first?.message ?? "SKILL.md has no name or no description.")
        }
        return ReceivedBundle(
            folder: unpacked.topFolder,
            files: unpacked.files,
            name: name,
            description: description,
            digest: BundleDigest.digest(of: unpacked.files),
            faults: faults.map(\.message)
        )
    }
}

extension UnreadableBundle {
    fileprivate init(_ refusal: ArchiveRefusal) {
        let sizes: [ArchiveRefusal.Cause] = [
            .archiveTooLarge, .fileTooLarge, .totalTooLarge, .tooManyEntries,
        ]
        let path = refusal.path.map { " (\($0))" } ?? ""
        self.init(refusal.message + path, isTooLarge: sizes.contains { $0.rawValue == refusal.code })
    }
}
