package import Contract

/// The difference between what stands and what is desired, and the fewest runs that make up for it.
package struct Convergence: Equatable, Sendable {
    /// A skill on a provider.
    package struct Place: Hashable, Comparable, Sendable {
        package let skill: String
        package let provider: ProviderID

        package init(_ skill: String, on provider: ProviderID) {
            self.skill = skill
            self.provider = provider
        }

        package static func < (one: Self, other: Self) -> Bool {
            (one.skill, one.provider.rawValue) < (other.skill, other.provider.rawValue)
        }
    }

    /// A version by what it contains.
    package struct Content: Equatable, Sendable {
        package let version: Int
        package let digest: String

        package init(version: Int, digest: String) {
            self.version = version
            self.digest = digest
        }
    }

    package let installs: [Place: Content]
    package let removals: Set<Place>
    package let unchanged: Int

    /// - Parameters:
    ///   - desired: What is to stand where.
    ///   - standing: What stands by the ledger, of all that may be changed.
    ///   - drifted: Places that are known not to hold what the ledger says.
    ///   - unexpected: Places that are known to hold something though the ledger says nothing of them.
    package init(
        desired: [Place: Content],
        standing: [Place: Content],
        drifted: Set<Place> = [],
        unexpected: Set<Place> = []
    ) {
        installs = desired.filter { standing[$0.key]?.digest != $0.value.digest || drifted.contains($0.key) }
        removals = unexpected.union(standing.keys).filter { desired[$0] == nil }
        unchanged = desired.count - installs.count
    }

    /// Runs over every change but those that are left out: skills that change at the same providers share one.
    ///
    /// - Parameter blocked: Places that are left out.
    /// - Returns: Requests without a hash, none of them larger than a run may be, in an order that only the changes decide.
    package func requests(without blocked: Set<Place> = []) -> [RunRequest] {
        let kept = installs.filter { !blocked.contains($0.key) }
        let versions = Dictionary(grouping: kept.keys) { place in
            RunRequest.Selection(name: place.skill, version: kept[place]?.version)
        }
        let names = Dictionary(grouping: removals.subtracting(blocked)) { place in
            RunRequest.Selection(name: place.skill)
        }
        return Self.requests(.install, versions) + Self.requests(.uninstall, names)
    }

    private static func requests(_ kind: RunKind, _ places: [RunRequest.Selection: [Place]]) -> [RunRequest] {
        let byProviders = Dictionary(grouping: places.keys) { selection in
            places[selection, default: []].map(\.provider).sorted()
        }
        let ordered = byProviders.sorted { one, other in
            one.key.map(\.rawValue).lexicographicallyPrecedes(other.key.map(\.rawValue))
        }
        return ordered.flatMap { providers, selections in
            split(selections, over: providers.count).map {
                RunRequest(kind: kind, skills: $0, providers: providers)
            }
        }
    }

    /// In parts that each fit into a run.
    private static func split(_ selections: [RunRequest.Selection], over providers: Int)
        -> [[RunRequest.Selection]]
    {
        let room = max(1, RunRequest.maximumTargets / max(1, providers))
        let sorted = selections.sorted { ($0.name, $0.version ?? 0) < ($1.name, $1.version ?? 0) }
        return stride(from: 0, to: sorted.count, by: room).map { start in
            Array(sorted[start..<min(start + room, sorted.count)])
        }
    }
}
