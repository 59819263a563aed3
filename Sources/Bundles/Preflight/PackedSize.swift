import Domain

extension InspectedSkill {
    /// Whether the archive that would be sent has more bytes than this; packs only when that is in doubt.
    func isPackedLarger(than limit: Int) -> Bool {
        guard largestPackedSize > limit else { return false }
        return packedSize > limit
    }

    /// Whether the files have more than `ratio` times the bytes of the archive that would be sent.
    func packsBetter(than ratio: Int) -> Bool {
        guard size > ratio * smallestPackedSize else { return false }
        return size > ratio * packedSize
    }

    /// Stored, with two headers for each file and one end record.
    private var largestPackedSize: Int { size + overhead }
    /// Deflate never does better than about 1,032 to 1 (zlib technical details).
    private var smallestPackedSize: Int { size / 1_040 + overhead }
    private var overhead: Int { 22 + files.reduce(0) { $0 + 76 + 2 * $1.path.utf8.count } }

    private var packedSize: Int {
        // The paths were found safe when the skill was taken in; a bundle that cannot be packed has no size.
        (try? BundlePacking.zip(files).count) ?? 0
    }
}

/// Markup in a line of text.
enum XMLTags {
    /// Whether there is a `<`, a letter, `/`, `!` or `?` behind it, and a `>` later on.
    static func occur(in text: String) -> Bool {
        var rest = text.unicodeScalars[...]
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            guard let next = rest.first, next.properties.isAlphabetic || "/!?".unicodeScalars.contains(next)
            else {
                continue
            }
            if rest.contains(">") { return true }
        }
        return false
    }
}
