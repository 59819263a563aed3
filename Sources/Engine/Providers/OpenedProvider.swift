import Contract
import Domain

/// A provider with its credential at hand.
struct OpenedProvider: Sendable {
    let provider: Provider
    /// Nil in it when the credential, if there is one, is not sealed.
    let secret: Result<Secret?, ProviderFailure>

    init(_ provider: Provider, _ sealed: SealedCredential?, _ vault: CredentialVault) {
        self.provider = provider
        guard provider.settings.credential == ProviderSettings.sealed, let sealed else {
            secret = .success(nil)
            return
        }
        do throws(KeyTrouble) {
            secret = .success(try vault.open(sealed, of: CredentialHolder(provider.id, provider.settings)))
        } catch {
            secret = .failure(error.failure)
        }
    }

    /// Whether looking again may find what is missing now.
    var isUnopened: Bool {
        switch secret {
        case .success: false
        case .failure: true
        }
    }
}

extension CredentialView {
    /// Nil for a provider without a credential.
    init?(_ settings: ProviderSettings, sealed: SealedCredential?) {
        guard let reference = settings.credential, !reference.isEmpty else { return nil }
        if reference == ProviderSettings.sealed {
            self.init(
                kind: .sealed,
                fingerprint: sealed?.fingerprint,
                keyID: sealed?.keyID,
                setAt: sealed?.setAt,
                setBy: sealed?.setBy,
                expiresAt: sealed?.expiresAt
            )
        } else {
            self.init(kind: reference.hasPrefix("file:") ? .file : .environment)
        }
    }
}
