import Contract

/// What a credential is sealed for: it opens for this provider at this address, and for nothing else.
///
/// Whoever can change an address, in the API or in the database, could otherwise have the key sent to a place of theirs.
struct CredentialHolder: Equatable, Sendable {
    /// What kind of thing it is sealed for; named in what is sealed, so that no kind opens for another.
    enum Purpose: String, Sendable {
        case provider = "provider credential"
        case channel = "channel address"
    }

    let purpose: Purpose
    let id: String
    /// As ``ProviderSettings/origin``; of a channel the kind, as its address is sealed itself.
    let origin: String

    init(_ provider: ProviderID, _ settings: ProviderSettings) {
        purpose = .provider
        id = provider.rawValue
        origin = settings.origin
    }

    init(_ channel: ChannelID, _ kind: ChannelKind) {
        purpose = .channel
        id = channel.rawValue
        origin = kind.rawValue
    }
}
