import Bundles

/// Google's rules for a skill's zip; breaking one fails the operation, not the request.
enum GoogleUpload {
    private static let limits = ArchiveLimits(
        archiveBytes: 512 << 20,
        entries: 10_000,
        fileBytes: 500_000_000,
        totalBytes: 500_000_000,
        ratio: 2_000,
        depth: 8
    )
    /// Of the whole: the documentation does not say that it holds for each file.
    private static let maximumRatio = 100

    static func content(of zip: [UInt8]) throws(UnreadableBundle) -> StoredContent {
        let bundle = try BundleReading.bundle(zip: zip, limits: limits)
        guard bundle.totalBytes <= maximumRatio * zip.count else {
            throw UnreadableBundle("The compression ratio is over \(maximumRatio).")
        }
        guard bundle.folder == nil else {
            throw UnreadableBundle("The zip file does not contain a SKILL.md file.")
        }
        try bundle.checkSpecification()
        return bundle.stored(archive: zip)
    }
}
