/// Where a caller may change things: on which providers, and to the skills of which namespaces.
///
/// It bounds what is changed or started, never what is read. A namespace is the `owner` of a skill.
package struct Scope: Codable, Hashable, Sendable {
    /// Nil for all of them.
    package let providers: [ProviderID]?
    /// Nil for all of them.
    package let namespaces: [String]?

    /// The most entries that one list has.
    package static let maximumEntries = 200

    package init(providers: [ProviderID]? = nil, namespaces: [String]? = nil) {
        self.providers = providers
        self.namespaces = namespaces
    }

    package static let everything = Scope()

    package var isEverything: Bool { providers == nil && namespaces == nil }

    package func covers(_ provider: ProviderID) -> Bool {
        providers?.contains(provider) ?? true
    }

    package func covers(namespace: String) -> Bool {
        namespaces?.contains(namespace) ?? true
    }

    /// Whether nothing in this is outside of the other.
    package func isWithin(_ other: Scope) -> Bool {
        Self.isWithin(providers, other.providers) && Self.isWithin(namespaces, other.namespaces)
    }

    /// What both cover.
    package func intersection(_ other: Scope) -> Scope {
        Scope(
            providers: Self.intersection(providers, other.providers),
            namespaces: Self.intersection(namespaces, other.namespaces)
        )
    }

    private static func isWithin<Entry: Hashable>(_ inner: [Entry]?, _ outer: [Entry]?) -> Bool {
        guard let outer else { return true }
        guard let inner else { return false }
        return Set(inner).isSubset(of: outer)
    }

    private static func intersection<Entry: Hashable>(_ left: [Entry]?, _ right: [Entry]?) -> [Entry]? {
        guard let left else { return right }
        guard let right else { return left }
        return left.filter(Set(right).contains)
    }
}
