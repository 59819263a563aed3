package import Contract
package import Domain
package import Store
import Synchronization

/// The settings of the providers in use with their credentials, and the adapters that fit them.
package final class ProviderConnections: Sendable {
    private let database: any Database
    private let adapters: any AdapterSource
    private let vault: CredentialVault
    private let providers = Mutex<[ProviderID: OpenedProvider]>([:])

    package init(_ database: any Database, adapters: any AdapterSource, vault: CredentialVault) {
        self.database = database
        self.adapters = adapters
        self.vault = vault
    }

    /// Makes sure that the settings are no older than these.
    ///
    /// A credential is opened here and not at each call: one that is sealed anew meanwhile is still the same.
    package func refresh(_ settingsFrom: [ProviderID: Timestamp]) async {
        let stale = providers.withLock { providers in
            settingsFrom.filter { id, changed in
                providers[id].map { $0.provider.updatedAt != changed || $0.isUnopened } ?? true
            }.map(\.key)
        }
        guard !stale.isEmpty else { return }
        let fresh = try? await database.read { [vault] connection in
            let credentials = CredentialTable(connection)
            return try stale.compactMap { id in
                try ProviderTable(connection).find(id).map { provider in
                    OpenedProvider(provider, try credentials.find(id), vault)
                }
            }
        }
        // Unread, the older settings serve until the next claim asks again.
        providers.withLock { providers in
            for opened in fresh ?? [] { providers[opened.provider.id] = opened }
        }
    }

    /// - Throws: ``ProviderFailure`` when the settings cannot work or the provider is not known.
    package func open(_ id: ProviderID) throws(ProviderFailure) -> (Provider, any ProviderAdapter) {
        guard let opened = providers.withLock({ $0[id] }) else {
            throw ProviderFailure(
                .providerUnavailable,
                "The provider's settings could not be read.",
                isOurs: true
            )
        }
        // Asked for each time: its credential may have been added or replaced since.
        let adapter = try adapters.adapter(for: opened.provider, secret: try opened.secret.get())
        return (opened.provider, adapter)
    }
}
