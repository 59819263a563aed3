package import Contract
import Domain
package import Store
import Synchronization

/// Tells who holds a token or a session.
package final class SignIn: Sendable {
    /// What was taken away may still be had for this long on other nodes; on this one it ends at once.
    private static let remembered = Duration.seconds(5)
    private static let maximumRemembered = 10_000

    private let database: any Database
    private let access: AccessSettings
    private let now: @Sendable () -> Timestamp
    private let memory = Mutex(Memory())

    private struct Memory {
        var known: [String: (holder: Holder, until: Timestamp)] = [:]
        /// Rises when everything is forgotten: what was read before must not be remembered after.
        var generation = 0
    }

    package init(
        _ database: any Database,
        access: AccessSettings = AccessSettings(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.access = access
        self.now = now
    }

    /// - Parameters:
    ///   - secret: Of a token or a session.
    ///   - requestID: What the history names the request by.
    ///   - source: The front door.
    ///   - asUse: Whether it counts as use, which keeps a session alive.
    /// - Returns: Who that is.
    /// - Throws: ``Problem`` with `authentication_required`; `unavailable` when the database cannot say.
    package func caller(
        bearer secret: String?,
        requestID: String,
        source: CommandSource = .api,
        asUse: Bool = true
    ) async throws(Problem) -> Caller {
        guard let secret, !secret.isEmpty else {
            throw Problem(.authenticationRequired, as: "no_token", "The request carries no bearer token.")
        }
        return try await holder(TokenSecret(text: secret), asUse: asUse).caller(requestID, source, at: now())
    }

    /// Forgets what is remembered, after a token, a session or an account changed.
    package func forget() {
        memory.withLock { memory in
            memory.known.removeAll()
            memory.generation += 1
        }
    }

    private func holder(_ secret: TokenSecret, asUse: Bool) async throws(Problem) -> Holder {
        let moment = now()
        let hash = secret.hash
        let (known, generation) = memory.withLock { ($0.known[hash], $0.generation) }
        var entry: (holder: Holder, until: Timestamp)
        if let known, known.until > moment {
            entry = known
            guard asUse, entry.holder.isUnused(at: moment) else { return entry.holder }
        } else {
            entry = (try await find(secret, hash), moment + Self.remembered)
        }
        if asUse, entry.holder.isUnused(at: moment), entry.holder.isLive(at: moment) {
            // Best effort: a reader must not fail because a time stamp could not be written.
            try? await database.write { [holder = entry.holder] in try holder.touch($0, at: moment) }
            entry.holder.lastUsedAt = moment
        }
        memory.withLock { memory in
            guard memory.generation == generation else { return }
            if memory.known.count >= Self.maximumRemembered { memory.known.removeAll() }
            memory.known[hash] = entry
        }
        return entry.holder
    }

    private func find(_ secret: TokenSecret, _ hash: String) async throws(Problem) -> Holder {
        let found: Holder?
        do {
            found = try await database.read { [access] in
                try Holder.find(secret, hash: hash, access, $0)
            }
        } catch {
            let detail: Phrase = "Tokens cannot be checked right now."
            throw Problem(.unavailable, as: "tokens", detail, retryAfterSeconds: 1)
        }
        guard let holder = found else {
            throw Problem(.authenticationRequired, as: "token_unknown", "The token is not known.")
        }
        return holder
    }
}
