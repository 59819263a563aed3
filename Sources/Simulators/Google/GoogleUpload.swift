import Bundles

/// Google's rules for a skill's zip; breaking one fails the operation, not the request.
enum GoogleUpload {
    private static let limits = ArchiveLimits(
        archiveBytes: 512 << 20,
        entries: 10_000,
        fileBytes: 500_000_000,
        totalBytes: 500_000_000,
        ratio: 100,
        depth: 8
    )

    static func content(of zip: [UInt8]) throws(UnreadableBundle) -> StoredContent {
        let bundle = try BundleReading.bundle(zip: zip, limits: limits)
        guard bundle.folder == nil else {
            throw UnreadableBundle("The zip file does not contain a SKILL.md file.")
        }
        try bundle.checkSpecification()
        return bundle.stored(archive: zip)
    }
}
