import Contract
import Domain

/// Reads a provider's list to its end.
enum Inventory {
    /// A list that has more pages than this has no end.
    private static let mostPages = 2_000

    /// - Parameters:
    ///   - vendor: Whose list it is.
    ///   - page: Reads one page: what is on it, and where the next one begins.
    /// - Returns: Everything listed, each once: pages move while others add and delete.
    /// - Throws: ``ProviderFailure``, of a page, or `internal` for a list without an end.
    static func collect<Place: Sendable>(
        from vendor: Vendor,
        _ page: (Place?) async throws(ProviderFailure) -> (skills: [RemoteSkill], next: Place?)
    ) async throws(ProviderFailure) -> [RemoteSkill] {
        var all: [RemoteSkill] = []
        var seen: Set<String> = []
        var place: Place?
        for _ in 0..<mostPages {
            let (skills, next) = try await page(place)
            all += skills.filter { seen.insert($0.reference.id).inserted }
            guard all.count <= RemoteSkill.most else { break }
            guard let next else { return all }
            place = next
        }
        throw ProviderFailure(.internal, "\(vendor.title) lists skills without an end.")
    }
}
