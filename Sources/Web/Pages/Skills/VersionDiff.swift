import Contract

/// What differs between two versions of a skill, file by file.
struct VersionDiff: Sendable {
    enum Change: String, Sendable {
        case added
        case removed
        case changed
    }

    enum Detail: Sendable {
        case lines(LineDiff)
        case binary
        case tooLarge
        /// The content is the same; only the right to be run changed.
        case mode
        /// Only the last line's end differs.
        case lastLineEnd
        /// There are too many to compare each.
        case notCompared
    }

    struct File: Sendable {
        let path: String
        let change: Change
        let isExecutable: Bool
        let detail: Detail
    }

    /// In bytes, of one file; what is more is downloaded and compared elsewhere.
    static let maximumBytes = 256 << 10
    static let maximumFiles = 20

    let files: [File]

    /// - Throws: ``Problem`` when a file cannot be read.
    static func between(
        _ old: SkillVersionView,
        _ new: SkillVersionView,
        _ plane: any ControlPlane
    ) async throws -> VersionDiff {
        let before = Dictionary(uniqueKeysWithValues: old.files.map { ($0.path, $0) })
        let after = Dictionary(uniqueKeysWithValues: new.files.map { ($0.path, $0) })
        let differing = Set(before.keys).union(after.keys).sorted().filter { before[$0] != after[$0] }
        // A version's files come one by one; a few are read side by side, each of them small.
        let compared = try await concurrently(Array(differing.prefix(maximumFiles))) { path in
            try await detail((before[path], old.version), (after[path], new.version), of: new.skill, plane)
        }
        let details = compared + Array(repeating: .notCompared, count: differing.count - compared.count)
        return VersionDiff(
            files: zip(differing, details).map { path, detail in
                let (left, right) = (before[path], after[path])
                return File(
                    path: path,
                    change: left == nil ? .added : right == nil ? .removed : .changed,
                    isExecutable: (right ?? left)?.executable ?? false,
                    detail: detail
                )
            }
        )
    }

    private static func detail(
        _ old: (file: BundleFileView?, version: Int),
        _ new: (file: BundleFileView?, version: Int),
        of skill: String,
        _ plane: any ControlPlane
    ) async throws -> Detail {
        if let left = old.file, let right = new.file, left.sha256 == right.sha256 { return .mode }
        guard max(old.file?.size ?? 0, new.file?.size ?? 0) <= maximumBytes else { return .tooLarge }
        let read = { (side: (file: BundleFileView?, version: Int)) async throws -> FileText in
            guard let file = side.file else { return .text(lines: [], endsWithNewline: true) }
            return FileText(try await plane.file(file.path, ofVersion: side.version, of: skill).bytes)
        }
        guard case .text(let before, _) = try await read(old), case .text(let after, _) = try await read(new)
        else {
            return .binary
        }
        let diff = LineDiff(old: before, new: after)
        return diff.hunks.isEmpty && old.file != nil && new.file != nil ? .lastLineEnd : .lines(diff)
    }
}
