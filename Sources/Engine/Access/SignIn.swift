package import Contract
import Domain
package import Store
import Synchronization

/// Tells who holds a token.
package final class SignIn: Sendable {
    /// A revoked token may still be taken for this long on other nodes; on this one it ends at once.
    private static let remembered = Duration.seconds(5)
    private static let maximumRemembered = 10_000

    private let database: any Database
    private let now: @Sendable () -> Timestamp
    private let memory = Mutex(Memory())

    private struct Memory {
        var known: [String: (token: TokenView, until: Timestamp)] = [:]
        /// Rises when everything is forgotten: what was read before must not be remembered after.
        var generation = 0
    }

    package init(_ database: any Database, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.now = now
    }

    /// - Throws: ``Problem`` with `authentication_required`; `unavailable` when the database cannot say.
    package func caller(
        bearer secret: String?,
        requestID: String,
        source: CommandSource = .api
    ) async throws(Problem) -> Caller {
        guard let secret, !secret.isEmpty else {
            throw Problem(.authenticationRequired, as: "no_token", "The request carries no bearer token.")
        }
        let token = try await token(hash: TokenSecret(text: secret).hash)
        guard token.revokedAt == nil, token.expiresAt.map({ $0 > now() }) ?? true else {
            throw Problem(.authenticationRequired, as: "token_ended", "The token is no longer valid.")
        }
        return Caller(name: token.name, role: token.role, requestID: requestID, source: source)
    }

    /// Forgets what is remembered, after a token changed.
    package func forget() {
        memory.withLock { memory in
            memory.known.removeAll()
            memory.generation += 1
        }
    }

    private func token(hash: String) async throws(Problem) -> TokenView {
        let moment = now()
        let (known, generation) = memory.withLock { ($0.known[hash], $0.generation) }
        if let known, known.until > moment { return known.token }
        let found: TokenView?
        do {
            found = try await database.read { try TokenTable($0).find(secretHash: hash) }
        } catch {
            let detail: Phrase = "Tokens cannot be checked right now."
            throw Problem(.unavailable, as: "tokens", detail, retryAfterSeconds: 1)
        }
        guard let token = found else {
            throw Problem(.authenticationRequired, as: "token_unknown", "The token is not known.")
        }
        if token.lastUsedAt.map({ $0 + .seconds(60) < moment }) ?? true {
            // Best effort: a reader must not fail because a time stamp could not be written.
            try? await database.write { try TokenTable($0).touch(token.id, at: moment) }
        }
        memory.withLock { memory in
            guard memory.generation == generation else { return }
            if memory.known.count >= Self.maximumRemembered { memory.known.removeAll() }
            memory.known[hash] = (token, moment + Self.remembered)
        }
        return token
    }
}
