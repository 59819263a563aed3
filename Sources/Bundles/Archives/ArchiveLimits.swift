/// How much of an upload is taken in before it is refused.
///
/// All of it is checked against what an archive declares before anything is unpacked, and against the real
/// bytes while unpacking.
package struct ArchiveLimits: Equatable, Sendable {
    /// Of the archive as sent, in bytes.
    package var archiveBytes: Int
    /// Files and folders together.
    package var entries: Int
    /// Of one file unpacked, in bytes.
    package var fileBytes: Int
    /// Of all files unpacked, in bytes.
    package var totalBytes: Int
    /// Unpacked bytes per packed byte, for each entry and for the whole.
    package var ratio: Int
    /// Up to this many unpacked bytes the ratio is not looked at: they cannot hurt.
    package var ratioFloorBytes: Int
    /// Folders above a file.
    package var depth: Int
    /// Of a whole path, in UTF-8 bytes.
    package var pathBytes: Int
    /// Of one part of a path, in UTF-8 bytes: what common file systems take.
    package var componentBytes: Int

    package init(
        archiveBytes: Int = 50_000_000,
        entries: Int = 10_000,
        fileBytes: Int = 32 << 20,
        totalBytes: Int = 48 << 20,
        ratio: Int = 100,
        ratioFloorBytes: Int = 1 << 20,
        depth: Int = 32,
        pathBytes: Int = 1_024,
        componentBytes: Int = 255
    ) {
        self.archiveBytes = archiveBytes
        self.entries = entries
        self.fileBytes = fileBytes
        self.totalBytes = totalBytes
        self.ratio = ratio
        self.ratioFloorBytes = ratioFloorBytes
        self.depth = depth
        self.pathBytes = pathBytes
        self.componentBytes = componentBytes
    }

    /// For uploads: what the largest vendor takes, and never more than 48 MiB in memory.
    package static let standard = ArchiveLimits()

    /// For archives this product packed itself, with room for a folder around what was taken in.
    static let stored = ArchiveLimits(
        archiveBytes: 1 << 31,
        fileBytes: 1 << 30,
        totalBytes: 1 << 31,
        ratio: 2_000,
        depth: 64,
        pathBytes: 2_048
    )
}

extension ArchiveLimits {
    /// - Throws: ``ArchiveRefusal`` when `size` bytes from `packed` bytes are too much of a good thing.
    func checkRatio(of size: Int, from packed: Int, path: String?) throws(ArchiveRefusal) {
        guard size > ratioFloorBytes, size > ratio * max(packed, 1) else { return }
        throw ArchiveRefusal(.ratio, path: path)
    }
}
