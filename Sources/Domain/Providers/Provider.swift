package import Contract

/// A place that skills are installed to, with its settings.
package struct Provider: Equatable, Sendable {
    package let id: ProviderID
    package let settings: ProviderSettings
    package let createdAt: Timestamp
    /// Changes with every change of settings.
    package let updatedAt: Timestamp

    package init(id: ProviderID, settings: ProviderSettings, createdAt: Timestamp, updatedAt: Timestamp) {
        self.id = id
        self.settings = settings
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
