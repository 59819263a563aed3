import ArgumentParser
import Contract

/// Where somebody may change things.
struct ScopeOptions: ParsableArguments {
    @Option(
        name: .customLong("provider"),
        help: ArgumentHelp("May change this provider only; give it several times for more.", valueName: "id")
    )
    var providers: [ProviderID] = []

    @Option(
        name: .customLong("namespace"),
        help: ArgumentHelp(
            "May change skills of this owner only; give it several times for more.",
            valueName: "owner"
        )
    )
    var namespaces: [String] = []

    /// Nil when nothing was said.
    var scope: Scope? {
        let scope = Scope(
            providers: providers.isEmpty ? nil : providers,
            namespaces: namespaces.isEmpty ? nil : namespaces
        )
        return scope.isEverything ? nil : scope
    }
}

extension Scope? {
    /// `everything`, or what it is bounded to.
    var text: String {
        guard let scope = self, !scope.isEverything else { return "everything" }
        let providers = scope.providers.map { "providers " + $0.map(\.rawValue).joined(separator: ", ") }
        let namespaces = scope.namespaces.map { "namespaces " + $0.joined(separator: ", ") }
        return [providers, namespaces].compactMap(\.self).joined(separator: "; ")
    }
}
