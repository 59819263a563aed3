/// Every path of an archive so far; refuses the one that clashes with another.
struct PathLedger {
    private struct Place {
        /// Canonical.
        let path: String
        /// As the archive spells it.
        let spelling: String
        let isFile: Bool
    }

    private let limits: ArchiveLimits
    /// By folded path; folders that are only implied are here too.
    private var places: [String: Place] = [:]
    private var count = 0

    init(limits: ArchiveLimits) {
        self.limits = limits
    }

    /// Takes in one more path.
    ///
    /// - Parameters:
    ///   - spelling: As the archive spells it, without a slash at its end.
    ///   - isFolder: Whether the entry is a folder.
    /// - Returns: The path in its canonical form.
    /// - Throws: ``ArchiveRefusal`` when it is unsafe, one too many, or clashes.
    mutating func add(_ spelling: String, isFolder: Bool) throws(ArchiveRefusal) -> String {
        count += 1
        guard count <= limits.entries else { throw .init(.tooManyEntries) }
        let components = try SafePath.components(of: spelling, limits: limits)
        var prefix = ""
        for (index, component) in components.enumerated() {
            prefix += index == 0 ? String(component) : "/" + component
            let isLast = index == components.count - 1
            try enter(prefix, isFile: isLast && !isFolder, isLast: isLast)
        }
        return SafePath.canonical(spelling)
    }

    private mutating func enter(_ spelling: String, isFile: Bool, isLast: Bool) throws(ArchiveRefusal) {
        let path = SafePath.canonical(spelling)
        let key = SafePath.folded(path)
        guard let known = places[key] else {
            places[key] = Place(path: path, spelling: spelling, isFile: isFile)
            return
        }
        guard known.path.utf8.elementsEqual(path.utf8) else { throw .init(.caseCollision, path: path) }
        guard known.spelling.utf8.elementsEqual(spelling.utf8) else {
            throw .init(.unicodeCollision, path: path)
        }
        guard known.isFile == isFile else { throw .init(.fileFolderConflict, path: path) }
        guard !(isLast && isFile) else { throw .init(.duplicate, path: path) }
    }
}
