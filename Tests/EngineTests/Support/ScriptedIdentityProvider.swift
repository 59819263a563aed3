import Contract
import Domain
import Synchronization

/// An identity provider that vouches for whoever a test says.
final class ScriptedIdentityProvider: IdentityProvider {
    let name = "Example"
    private let next: Mutex<Result<VouchedIdentity, IdentityFailure>>
    private let begun = Mutex(true)
    private let count = Mutex(0)

    init() {
        next = Mutex(.failure(IdentityFailure(.declined, "Nobody came.")))
    }

    /// How often it was asked about an answer.
    var asked: Int { count.withLock(\.self) }

    /// Whether browsers bring what they began.
    func takeForBegun(_ isBegun: Bool) {
        begun.withLock { $0 = isBegun }
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

    func requireBegun(_ answer: ExternalSignInAnswer) throws(IdentityFailure) {
        guard begun.withLock(\.self) else { throw IdentityFailure(.stale, "Nobody began it.") }
    }

    func identity(answering answer: ExternalSignInAnswer) async throws(IdentityFailure) -> VouchedIdentity {
        count.withLock { $0 += 1 }
        return try next.withLock(\.self).get()
    }
}
