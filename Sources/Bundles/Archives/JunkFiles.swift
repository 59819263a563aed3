/// What Finder and Explorer leave behind and no skill means to contain.
enum JunkFiles {
    static func separate(_ entries: [ArchiveEntry]) -> (kept: [ArchiveEntry], junk: [String]) {
        let junk = entries.map(\.path).filter(isJunk)
        guard !junk.isEmpty else { return (entries, []) }
        return (entries.filter { !isJunk($0.path) }, junk.sorted { $0.precedesInBytes($1) })
    }

    private static func isJunk(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let last = parts.last, parts.first != "__MACOSX", !last.hasPrefix("._") else { return true }
        return [".ds_store", "thumbs.db", "desktop.ini"].contains(last.lowercased())
    }
}
