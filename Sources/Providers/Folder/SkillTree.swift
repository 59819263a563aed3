import Bundles
import Domain
import Glibc

/// A skill as files and folders on disk.
enum SkillTree {
    /// More than any skill may have: what is larger was not put there by us.
    static let mostFiles = 20_000
    static let mostBytes = 600 << 20

    /// Writes all files of a skill into an empty folder, durably.
    static func write(_ files: [BundleFile], into folder: Directory) throws(PathFailure) {
        try write(files.map { (Array($0.path.split(separator: "/").map(String.init)), $0) }, into: folder)
    }

    private static func write(
        _ files: [(parts: [String], file: BundleFile)],
        into folder: Directory
    ) throws(PathFailure) {
        var children: [String: [(parts: [String], file: BundleFile)]] = [:]
        for (parts, file) in files {
            guard let name = parts.first else { continue }
            if parts.count == 1 {
                try folder.write(file.content, to: name, mode: file.isExecutable ? 0o755 : 0o644)
            } else {
                children[name, default: []].append((Array(parts.dropFirst()), file))
            }
        }
        for (name, below) in children {
            try folder.make(name)
            try write(below, into: try folder.open(name))
        }
        try folder.sync()
    }

    /// Every file of a folder, sorted by path; nil when it holds something no skill can contain.
    static func read(_ folder: Directory) throws(PathFailure) -> [BundleFile]? {
        var files: [BundleFile] = []
        var bytes = 0
        guard try read(folder, below: "", into: &files, bytes: &bytes) else { return nil }
        return files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private static func read(
        _ folder: Directory,
        below prefix: String,
        into files: inout [BundleFile],
        bytes: inout Int
    ) throws(PathFailure) -> Bool {
        for name in try folder.names() {
            switch try folder.kind(of: name) {
            case .file(let isExecutable, let size):
                bytes += size
                guard files.count < mostFiles, bytes <= mostBytes else { return false }
                guard let content = try ifThere({ () throws(PathFailure) in try folder.read(name) }) else {
                    continue
                }
                files.append(BundleFile(path: prefix + name, isExecutable: isExecutable, content: content))
            case .folder:
                guard let child = try ifThere({ () throws(PathFailure) in try folder.open(name) }) else {
                    continue
                }
                guard try read(child, below: prefix + name + "/", into: &files, bytes: &bytes) else {
                    return false
                }
            case .other:
                return false
            case nil:
                continue
            }
        }
        return true
    }

    /// Nil of what was deleted since its folder was listed, as a program's scratch files are.
    static func ifThere<Value>(_ look: () throws(PathFailure) -> Value) throws(PathFailure) -> Value? {
        do { return try look() } catch {
            guard error.number == ENOENT else { throw error }
            return nil
        }
    }

    /// The digests a folder's content can be known by: as it is, and without what running its scripts leaves
    /// behind.
    static func digests(of files: [BundleFile]) -> [String] {
        let own = withoutCaches(files)
        let whole = BundleDigest.digest(of: files)
        return own.count == files.count ? [whole] : [whole, BundleDigest.digest(of: own)]
    }

    static func withoutCaches(_ files: [BundleFile]) -> [BundleFile] {
        files.filter { file in
            !file.path.split(separator: "/").contains { $0 == "__pycache__" || $0 == ".DS_Store" }
        }
    }
}
