import Contract
import Domain

/// Seals credentials for the database, and opens them for whoever has to send them.
///
/// Keys are looked up each time, which is seldom: so one that was added or replaced counts at once.
package struct CredentialVault: Sendable {
    let keys: any KeyStore

    package init(_ keys: any KeyStore) {
        self.keys = keys
    }

    func seal(
        _ secret: Secret,
        of holder: CredentialHolder,
        at moment: Timestamp,
        by name: String
    ) throws(KeyTrouble) -> SealedCredential {
        try keys.sealingKey().seal(secret, of: holder, at: moment, by: name)
    }

    func open(_ credential: SealedCredential, of holder: CredentialHolder) throws(KeyTrouble) -> Secret {
        guard let key = try keys.keys().first(where: { $0.id == credential.keyID }) else {
            throw .missing(id: credential.keyID)
        }
        return try key.open(credential, of: holder)
    }

    /// What is wrong when credentials sealed with these keys, so many with each, are to be opened here; nil when
    /// nothing is.
    func trouble(with counts: [String: Int]) -> String? {
        guard !counts.isEmpty else { return nil }
        let known: Set<String>
        do throws(KeyTrouble) {
            known = Set(try keys.keys().map(\.id))
        } catch {
            // Anybody may ask; where the keys lie and what is wrong with them says `skillyard secrets status`.
            return "The keys of stored credentials cannot be read. Tasks of their providers fail."
        }
        let lost = counts.filter { !known.contains($0.key) }.values.reduce(0, +)
        guard lost > 0 else { return nil }
        return "\(counted(lost, "stored credential")) cannot be opened: "
            + "this server lacks the key. Tasks of these providers fail."
    }
}

extension KeyTrouble {
    /// What a task or check says that needed the credential.
    var failure: ProviderFailure { ProviderFailure(.authFailed, sentence) }

    /// What somebody is told who wanted to store one.
    var problem: Problem {
        guard self == .noKey else { return Problem(.sealingKeyMissing, sentence) }
        let detail: Phrase = "This server has no key to seal credentials with."
        return Problem(.sealingKeyMissing, as: "no_key", detail)
    }
}
