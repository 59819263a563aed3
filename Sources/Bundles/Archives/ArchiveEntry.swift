import Domain

/// One file as an archive or a folder holds it, its path already found safe.
struct ArchiveEntry: Equatable {
    /// Canonical; folders are not kept.
    let path: String
    let isExecutable: Bool
    let content: [UInt8]

    /// The same file for the rest of the product, with `folder` taken off its path.
    func bundleFile(below folder: String? = nil) -> BundleFile {
        let inside = folder.map { path.dropFirst($0.count + 1) } ?? path[...]
        return BundleFile(path: String(inside), isExecutable: isExecutable, content: content)
    }
}

/// The file types of `st_mode` (POSIX `sys/stat.h`), as zip and tar store them.
enum FileType {
    static let mask = 0o170000
    static let folder = 0o040000
    static let regular = 0o100000
    static let link = 0o120000
    static let ownerMayExecute = 0o100
}
