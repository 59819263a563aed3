import FoundationEssentials
import Glibc

/// Reads a folder on disk without following any link inside it.
struct FolderReader {
    /// The folder's own name.
    let name: String
    private let root: String
    private let limits: ArchiveLimits
    private var ledger: PathLedger
    private var total = 0
    private var found: [ArchiveEntry] = []

    init(_ path: String, limits: ArchiveLimits) throws(ArchiveRefusal) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .init(.folderAbsent, path: path)
        }
        guard isFolder else { throw .init(.notAFolder, path: path) }
        // "." and a link to the folder have the name of where they lead to.
        let url = URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL
        root = url.path
        name = SafePath.canonical(url.lastPathComponent)
        self.limits = limits
        ledger = PathLedger(limits: limits)
    }

    mutating func files() throws(ArchiveRefusal) -> [ArchiveEntry] {
        try visit("")
        return found
    }

    private mutating func visit(_ folder: String) throws(ArchiveRefusal) {
        for name in try names(in: folder) where !(folder.isEmpty && name == ".git") {
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            let status = try status(of: path)
            switch Int(status.st_mode) & FileType.mask {
            case FileType.folder:
                _ = try ledger.add(path, isFolder: true)
                try visit(path)
            case FileType.regular: try take(path, status)
            case FileType.link: throw .init(.symlink, path: path)
            default: throw .init(.specialFile, path: path)
            }
        }
    }

    private mutating func take(_ path: String, _ status: stat) throws(ArchiveRefusal) {
        let canonical = try ledger.add(path, isFolder: false)
        try check(Int(status.st_size), path: path)
        guard let content = FileManager.default.contents(atPath: "\(root)/\(path)") else {
            throw .init(.folderUnreadable, path: path)
        }
        // It may have grown since.
        try check(content.count, path: path)
        total += content.count
        let isExecutable = Int(status.st_mode) & FileType.ownerMayExecute != 0
        found.append(ArchiveEntry(path: canonical, isExecutable: isExecutable, content: [UInt8](content)))
    }

    private func check(_ size: Int, path: String) throws(ArchiveRefusal) {
        guard size <= limits.fileBytes else { throw .init(.fileTooLarge, path: path) }
        guard total + size <= limits.totalBytes else { throw .init(.totalTooLarge, path: path) }
    }

    private func names(in folder: String) throws(ArchiveRefusal) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")
                .sorted { $0.precedesInBytes($1) }
        } catch {
            throw .init(.folderUnreadable, path: folder)
        }
    }

    /// Of the entry itself, not of what a link leads to.
    private func status(of path: String) throws(ArchiveRefusal) -> stat {
        var status = stat()
        guard lstat("\(root)/\(path)", &status) == 0 else { throw .init(.folderUnreadable, path: path) }
        return status
    }
}
