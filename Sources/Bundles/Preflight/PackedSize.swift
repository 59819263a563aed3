import Domain

extension InspectedSkill {
    /// Whether the archive that would be sent has more bytes than this; packs only while that is in doubt.
    func isPackedLarger(than limit: Int) -> Bool {
        guard size + overhead > limit else { return false }
        return packsToMore(than: limit)
    }

    /// Whether the files have more than `ratio` times the bytes of the archive that would be sent.
    func packsBetter(than ratio: Int) -> Bool {
        guard size > ratio * overhead else { return false }
        return !packsToMore(than: (size - 1) / ratio)
    }

    private func packsToMore(than limit: Int) -> Bool {
        var total = overhead
        for file in files where total <= limit {
            // What zlib cannot pack is stored.
            let packed = (try? Deflate.pack(file.content).count) ?? file.content.count
            total += min(packed, file.content.count)
        }
        return total > limit
    }

    /// Two headers for each file and one end record, as ``BundlePacking`` writes them.
    private var overhead: Int { 22 + files.reduce(0) { $0 + 76 + 2 * $1.path.utf8.count } }
}
