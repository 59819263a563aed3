import Contract
import Store

extension BundleTable {
    /// Makes sure that a version's content may be stored; content that is there already takes no room.
    ///
    /// Two nodes of PostgreSQL that register at the same moment do not see each other's: together they may pass
    /// the limit by what they bring.
    ///
    /// - Parameters:
    ///   - version: On its way in.
    ///   - limit: For all bundles together, in bytes; nil for none.
    /// - Throws: ``Problem`` with `storage_full`.
    func requireRoom(for version: NewSkillVersion, within limit: Int64?) throws {
        guard let limit, try !holds(digest: version.digest) else { return }
        let stored = try bytes()
        let needed = Int64(version.archive.count)
        guard needed > limit - stored else { return }
        throw Problem(
            .storageFull,
            as: "bundles",
            """
            The stored skills take \(stored, as: "stored") of \(limit, as: "limit") bytes, \
            and this one needs \(needed, as: "needed") more.
            """
        )
    }
}
