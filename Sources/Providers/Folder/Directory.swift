import CRename
import Glibc

/// An open folder; names are looked up in it without ever following a symbolic link.
final class Directory: Sendable {
    enum Kind {
        case file(isExecutable: Bool, size: Int)
        case folder
        /// A link, a socket or whatever else a skill cannot contain.
        case other
    }

    private let descriptor: CInt

    private init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Opens a folder by its path, following links: for the places the settings name.
    static func open(_ path: String) throws(PathFailure) -> Directory {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PathFailure(number: errno, what: "could not be opened") }
        return Directory(descriptor: descriptor)
    }

    /// The same, making every folder on the way that is missing.
    static func making(_ path: String) throws(PathFailure) -> Directory {
        do {
            return try open(path)
        } catch {
            let parts = path.split(separator: "/")
            guard error.number == ENOENT, let last = parts.last else { throw error }
            let above = try making((path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/"))
            try above.make(String(last))
            return try open(path)
        }
    }

    func open(_ name: String) throws(PathFailure) -> Directory {
        let child = unsafe openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard child >= 0 else { throw PathFailure(number: errno, what: "could not be opened") }
        return Directory(descriptor: child)
    }

    /// Makes a folder, if it is not there, and makes that durable.
    func make(_ name: String) throws(PathFailure) {
        if unsafe mkdirat(descriptor, name, 0o755) == 0 { return try sync() }
        guard errno == EEXIST else { throw PathFailure(number: errno, what: "could not be made") }
    }

    /// What stands under a name; nil for nothing.
    func kind(of name: String) throws(PathFailure) -> Kind? {
        var status = stat()
        guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return nil }
            throw PathFailure(number: errno, what: "could not be looked at")
        }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file(isExecutable: status.st_mode & S_IXUSR != 0, size: Int(status.st_size))
        case S_IFDIR: .folder
        default: .other
        }
    }

    func names() throws(PathFailure) -> [String] {
        let copy = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = unsafe fdopendir(copy) else {
            throw PathFailure(number: errno, what: "could not be listed")
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    func read(_ name: String) throws(PathFailure) -> [UInt8] {
        let file = unsafe openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw PathFailure(number: errno, what: "could not be read") }
        defer { close(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe Glibc.read(file, &chunk, chunk.count)
            if count == 0 { return content }
            if count > 0 {
                content += chunk[..<count]
            } else if errno != EINTR {
                throw PathFailure(number: errno, what: "could not be read")
            }
        }
    }

    /// Writes a new file and makes its content durable.
    func write(_ content: [UInt8], to name: String, mode: mode_t) throws(PathFailure) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = unsafe openat(descriptor, name, flags, mode)
        guard file >= 0 else { throw PathFailure(number: errno, what: "could not be written") }
        defer { close(file) }
        var written = 0
        while written < content.count {
            let count = unsafe content.withUnsafeBytes { bytes in
                unsafe Glibc.write(file, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw PathFailure(number: errno, what: "could not be written")
            }
        }
        // The umask may have taken bits away that the skill needs.
        guard fchmod(file, mode) == 0, fsync(file) == 0 else {
            throw PathFailure(number: errno, what: "could not be written")
        }
    }

    /// Makes the names in this folder durable.
    func sync() throws(PathFailure) {
        guard fsync(descriptor) == 0 else { throw PathFailure(number: errno, what: "could not be written") }
    }

    /// How two names are to meet.
    enum Renaming {
        /// Fails when the new name is taken.
        case fresh
        /// The two change places in one instant.
        case exchange
        /// A file takes the place of another.
        case over
    }

    func rename(
        _ name: String,
        to other: Directory,
        _ newName: String,
        _ way: Renaming
    ) throws(PathFailure) {
        let flags: UInt32 =
            switch way {
            case .fresh: UInt32(skillyard_rename_noreplace)
            case .exchange: UInt32(skillyard_rename_exchange)
            case .over: 0
            }
        guard unsafe renameat2(descriptor, name, other.descriptor, newName, flags) == 0 else {
            throw PathFailure(number: errno, what: "could not be put in its place")
        }
    }

    func removeFile(_ name: String) throws(PathFailure) {
        guard unsafe unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else {
            throw PathFailure(number: errno, what: "could not be deleted")
        }
    }

    /// Deletes whatever stands under a name, with all that is in it; links are deleted, not followed.
    func removeTree(_ name: String) throws(PathFailure) {
        guard let kind = try kind(of: name) else { return }
        guard case .folder = kind else { return try removeFile(name) }
        let folder = try open(name)
        for child in try folder.names() { try folder.removeTree(child) }
        guard unsafe unlinkat(descriptor, name, AT_REMOVEDIR) == 0 || errno == ENOENT else {
            throw PathFailure(number: errno, what: "could not be deleted")
        }
    }

    /// Tells this folder from all others, by whatever path it was opened.
    func identity() throws(PathFailure) -> String {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw PathFailure(number: errno, what: "could not be looked at")
        }
        return "\(status.st_dev)-\(status.st_ino)"
    }

    /// Opens a file to be locked, making it where it is missing.
    func lockFile(_ name: String) throws(PathFailure) -> FolderLock {
        let file = unsafe openat(descriptor, name, O_RDONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, mode_t(0o600))
        guard file >= 0 else { throw PathFailure(number: errno, what: "could not be locked") }
        return FolderLock(descriptor: file)
    }
}
