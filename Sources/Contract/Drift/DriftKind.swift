/// How what a provider holds differs from what Skillyard put there.
package enum DriftKind: String, Codable, CaseIterable, Sendable {
    /// The ledger has it, the provider does not.
    case missing
    /// Another version is in use there, of the same content or of one that cannot be read.
    case versionChanged = "version_changed"
    /// Its content is another one.
    case contentChanged = "content_changed"
    /// Skillyard put it there once, and the ledger knows nothing of it.
    case unexpected
}
