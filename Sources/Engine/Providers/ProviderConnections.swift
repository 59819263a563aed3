package import Contract
package import Domain
package import Store
import Synchronization

/// The adapters in use, made anew when a provider's settings change.
package final class ProviderConnections: Sendable {
    private typealias Opened = Result<(provider: Provider, adapter: any ProviderAdapter), ProviderFailure>

    private let database: any Database
    private let adapters: any AdapterSource
    private let opened = Mutex<[ProviderID: (from: Timestamp, connection: Opened)]>([:])

    package init(_ database: any Database, adapters: any AdapterSource) {
        self.database = database
        self.adapters = adapters
    }

    /// Makes sure that the connections are of settings no older than these.
    package func refresh(_ settingsFrom: [ProviderID: Timestamp]) async {
        let stale = opened.withLock { opened in
            settingsFrom.filter { opened[$0.key]?.from != $0.value }.map(\.key)
        }
        guard !stale.isEmpty else { return }
        let fresh = try? await database.read { connection in
            try stale.compactMap { try ProviderTable(connection).find($0) }
        }
        // Unread, the older connection serves until the next claim asks again.
        for provider in fresh ?? [] { remember(provider) }
    }

    /// - Throws: ``ProviderFailure`` when the settings cannot work or the provider is not known.
    package func open(_ id: ProviderID) throws(ProviderFailure) -> (Provider, any ProviderAdapter) {
        guard let connection = opened.withLock({ $0[id]?.connection }) else {
            throw ProviderFailure(.providerUnavailable, "The provider's settings could not be read.")
        }
        switch connection {
        case .success(let opened): return (opened.provider, opened.adapter)
        case .failure(let failure): throw failure
        }
    }

    private func remember(_ provider: Provider) {
        let connection: Opened
        do throws(ProviderFailure) {
            connection = .success((provider, try adapters.adapter(for: provider)))
        } catch {
            connection = .failure(error)
        }
        opened.withLock { $0[provider.id] = (provider.updatedAt, connection) }
    }
}
