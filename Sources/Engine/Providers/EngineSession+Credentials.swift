package import Contract
import Domain
import Store

extension EngineSession {
    package func setCredential(
        of id: ProviderID,
        to secret: Secret,
        expiresAt: Timestamp?,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderView {
        try await carryOut(.setCredential, on: "provider:\(id)") {
            try await store(secret, until: expiresAt, of: id, if: precondition)
        }
    }

    private func store(
        _ secret: Secret,
        until end: Timestamp?,
        of id: ProviderID,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderView {
        try await permit(.setCredential, on: id)
        let secret = Secret(secret.text.trimmed)
        let now = engine.now()
        // Refused before a key is made for it.
        let kind = try await found(.missing(provider: id)) { try ProviderTable($0).find(id)?.settings.kind }
        try ProviderRules.check(secret, until: end, for: kind, at: now)
        let name = signedIn.name
        return try await changeCredential(of: id, .setCredential, at: now) {
            [vault = engine.vault] provider, credentials in
            try precondition.require(at: Revision(provider.updatedAt), "provider \(id)")
            // Not before the provider is locked: a key that was looked up earlier may have been forgotten since.
            let holder = CredentialHolder(id, provider.settings)
            var sealed = try vault.sealed(secret, of: holder, at: now, by: name)
            sealed.expiresAt = end
            try credentials.put(sealed, of: id)
            var settings = provider.settings
            settings.credential = ProviderSettings.sealed
            var detail = ["fingerprint": sealed.fingerprint, "key": sealed.keyID, "address": holder.origin]
            detail["expires_at"] = end?.description
            return CredentialChange(settings: settings, detail: detail.filter { !$0.value.isEmpty })
        }
    }

    package func clearCredential(of id: ProviderID, if precondition: Precondition) async throws(Problem)
        -> ProviderView
    {
        try await carryOut(.clearCredential, on: "provider:\(id)") { try await forget(id, if: precondition) }
    }

    private func forget(_ id: ProviderID, if precondition: Precondition) async throws(Problem) -> ProviderView
    {
        try await permit(.clearCredential, on: id)
        return try await changeCredential(of: id, .clearCredential, at: engine.now()) {
            provider,
            credentials in
            // Forgetting again undoes nothing, and may be the repetition of a request whose answer got lost.
            let isSealed = provider.settings.credential == ProviderSettings.sealed
            guard try isSealed || credentials.find(id) != nil else { return nil }
            try precondition.require(at: Revision(provider.updatedAt), "provider \(id)")
            try credentials.remove(id)
            var settings = provider.settings
            if isSealed { settings.credential = nil }
            return CredentialChange(settings: settings)
        }
    }

    /// - Parameters:
    ///   - id: The provider.
    ///   - operation: What the log calls it.
    ///   - now: When.
    ///   - change: Makes the change, and gives the settings from then on; nil when there is nothing to change.
    /// - Returns: The provider as it is then.
    /// - Throws: ``Problem``
    private func changeCredential(
        of id: ProviderID,
        _ operation: Operation,
        at now: Timestamp,
        _ change: @escaping @Sendable (Provider, CredentialTable) throws -> CredentialChange?
    ) async throws(Problem) -> ProviderView {
        let view = try await answer {
            try await engine.database.write { connection -> ProviderView? in
                // Another account has limits of its own.
                try BackOffTable(connection).end(id, at: now)
                let table = ProviderTable(connection)
                guard let provider = try table.lock(id) else { return nil }
                let changed = try change(provider, CredentialTable(connection))
                if let changed {
                    _ = try table.put(id, changed.settings, at: now, isChanged: true)
                    try EventTable(connection).append([NewEvent(.providerChanged, provider: id)], at: now)
                }
                let audited = entry(operation.rawValue, on: "provider:\(id)", detail: changed?.detail ?? [:])
                try AuditTable(connection).append([audited], at: now)
                return try ProviderView.find(id, connection, at: now)
            }
        }
        guard let view else { throw .missing(provider: id) }
        engine.signals.announce(.events)
        engine.signals.announce(.work)
        return view
    }
}

/// The settings from then on, and what the log says of the change.
private struct CredentialChange: Sendable {
    let settings: ProviderSettings
    var detail: [String: String] = [:]
}

extension CredentialVault {
    fileprivate func sealed(
        _ secret: Secret,
        of holder: CredentialHolder,
        at moment: Timestamp,
        by name: String
    ) throws(Problem) -> SealedCredential {
        do throws(KeyTrouble) {
            return try seal(secret, of: holder, at: moment, by: name)
        } catch {
            throw error.problem
        }
    }
}
