package import Contract
package import Domain
package import Store
import Synchronization

/// The settings of the providers in use, and the adapters that fit them.
package final class ProviderConnections: Sendable {
    private let database: any Database
    private let adapters: any AdapterSource
    private let providers = Mutex<[ProviderID: Provider]>([:])

    package init(_ database: any Database, adapters: any AdapterSource) {
        self.database = database
        self.adapters = adapters
    }

    /// Makes sure that the settings are no older than these.
    package func refresh(_ settingsFrom: [ProviderID: Timestamp]) async {
        let stale = providers.withLock { providers in
            settingsFrom.filter { providers[$0.key]?.updatedAt != $0.value }.map(\.key)
        }
        guard !stale.isEmpty else { return }
        let fresh = try? await database.read { connection in
            try stale.compactMap { try ProviderTable(connection).find($0) }
        }
        // Unread, the older settings serve until the next claim asks again.
        providers.withLock { providers in
            for provider in fresh ?? [] { providers[provider.id] = provider }
        }
    }

    /// - Throws: ``ProviderFailure`` when the settings cannot work or the provider is not known.
    package func open(_ id: ProviderID) throws(ProviderFailure) -> (Provider, any ProviderAdapter) {
        guard let provider = providers.withLock({ $0[id] }) else {
            throw ProviderFailure(.providerUnavailable, "The provider's settings could not be read.")
        }
        // Asked for each time: its credential may have been added or replaced since.
        return (provider, try adapters.adapter(for: provider))
    }
}
