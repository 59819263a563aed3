/// Why a key or signature cannot be used.
package enum KeyFault: Error, Equatable, Sendable {
    /// The text is no Ed25519 key of that kind in PEM.
    case unreadable
    /// The key does not sign.
    case unusable
}
