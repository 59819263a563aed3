package import Contract
import Store

/// Looks the account up each time: one that is disabled is out at once.
package struct EngineVouchingDoor: VouchingDoor {
    private let engine: Engine

    package init(_ engine: Engine) {
        self.engine = engine
    }

    package func signIn(vouchedFor account: String, requestID: String) async throws(Problem)
        -> any ControlPlane
    {
        let found: AccountView?
        do {
            found = try await engine.database.read {
                try AccountTable($0).secured(named: account)?.account
            }
        } catch {
            throw Problem(.unavailable, "Accounts cannot be looked up right now.", retryAfterSeconds: 1)
        }
        guard let found, found.disabledAt == nil, isVouchedFor(found) else {
            throw Problem(.authenticationRequired, "No such account may come in.")
        }
        return engine.session(
            for: Caller(
                name: found.name,
                role: found.role,
                scope: found.scope ?? .everything,
                account: found.id,
                hasPassword: found.issuer == nil,
                requestID: requestID,
                source: .chat
            )
        )
    }

    /// Of accounts that depend on an identity provider only those whose word has not lapsed.
    private func isVouchedFor(_ account: AccountView) -> Bool {
        engine.access.vouchedUntil(account).map { $0 > engine.now() } ?? true
    }
}
