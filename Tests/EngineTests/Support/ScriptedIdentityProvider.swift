import Contract
import Domain
import Synchronization

/// An identity provider that vouches for whoever a test says.
final class ScriptedIdentityProvider: IdentityProvider {
    let name = "Example"
    private let next: Mutex<Result<VouchedIdentity, IdentityFailure>>

    init() {
        next = Mutex(.failure(IdentityFailure(.declined, "Nobody came.")))
    }

    func vouch(for identity: VouchedIdentity) {
        next.withLock { $0 = .success(identity) }
    }

    func fail(_ failure: IdentityFailure) {
        next.withLock { $0 = .failure(failure) }
    }

    func begin() async throws(IdentityFailure) -> ExternalSignInStart {
        ExternalSignInStart(address: "https://id.example.com/", attempt: "a", life: .seconds(600))
    }

    func identity(answering answer: ExternalSignInAnswer) async throws(IdentityFailure) -> VouchedIdentity {
        try next.withLock(\.self).get()
    }
}
