import Contract

/// What a credential is sealed for: it opens for this provider at this address, and for nothing else.
///
/// Whoever can change an address, in the API or in the database, could otherwise have the key sent to a place of theirs.
struct CredentialHolder: Equatable, Sendable {
    let provider: ProviderID
    /// As ``ProviderSettings/origin``.
    let origin: String

    init(_ provider: ProviderID, _ settings: ProviderSettings) {
        self.provider = provider
        origin = settings.origin
    }
}
