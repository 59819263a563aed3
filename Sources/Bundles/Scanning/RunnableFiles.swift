package import Contract

/// Which files of a skill something may run, as far as their names and modes tell.
///
/// Under `scripts/` everything counts. Elsewhere a file whose content is something else than its name says is the
/// scan's to find.
package enum RunnableFiles {
    /// - Parameter files: Of one version.
    /// - Returns: Paths, in the order of the files.
    package static func paths(among files: [BundleFileView]) -> [String] {
        files.filter { ScannedFile.mayRun($0.path, isExecutable: $0.executable) }.map(\.path)
    }
}

extension ScannedFile {
    /// What is only looked at or listened to.
    private static let media: Set = [
        "png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "tif", "tiff", "heic", "pdf", "ttf",
        "otf", "woff",
        "woff2", "eot", "mp3", "wav", "ogg", "flac", "m4a", "mp4", "mov", "webm",
    ]

    /// Whether something may run a file of this name; one that says nothing counts, as it does to the scan.
    fileprivate static func mayRun(_ path: String, isExecutable: Bool) -> Bool {
        if isExecutable || isAmongScripts(path) { return true }
        let name = name(of: path)
        let suffix = suffix(of: name)
        if media.contains(suffix) { return false }
        guard let known = kind(ofText: suffix, name: name.lowercased()) else { return true }
        switch known.kind {
        case .script, .mixed: return true
        case .text, .markdown, .data, .binary, .unknownBinary: return false
        }
    }
}
