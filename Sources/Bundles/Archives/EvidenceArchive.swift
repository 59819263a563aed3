import Domain

/// The archive that evidence travels in.
package enum EvidenceArchive {
    /// Why an archive is none.
    package enum Fault: Error, Equatable, Sendable {
        case unreadable(String)
        /// It holds the same files, but other bytes than this product packs them in.
        case repacked
    }

    /// - Throws: ``ArchiveRefusal``
    package static func pack(_ files: [String: [UInt8]]) throws(ArchiveRefusal) -> [UInt8] {
        try BundlePacking.zip(
            files.map { BundleFile(path: $0.key, isExecutable: false, content: $0.value) }
        )
    }

    /// The files by name, if not one byte of the archive differs from what ``pack(_:)`` makes of them.
    ///
    /// - Throws: ``Fault``
    package static func unpack(_ archive: [UInt8]) throws(Fault) -> [String: [UInt8]] {
        let files: [BundleFile]
        let packed: [UInt8]
        do throws(ArchiveRefusal) {
            files = try BundlePacking.unpack(archive)
            packed = try BundlePacking.zip(files)
        } catch {
            throw .unreadable(error.message)
        }
        guard packed == archive else { throw .repacked }
        return Dictionary(files.map { ($0.path, $0.content) }) { first, _ in first }
    }
}
