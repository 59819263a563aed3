package import Contract
import Domain
import Store

extension EngineSession {
    package func setCredential(
        of id: ProviderID,
        to secret: Secret,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderView {
        try await carryOut(.setCredential, on: "provider:\(id)") {
            try await store(secret, of: id, if: precondition)
        }
    }

    private func store(
        _ secret: Secret,
        of id: ProviderID,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderView {
        try await permit(.setCredential, on: id)
        let secret = Secret(secret.text.withoutEdges)
        let now = engine.now()
        // Refused before a key is made for it.
        let kind = try await found(.missing(provider: id)) { try ProviderTable($0).find(id)?.settings.kind }
        try ProviderRules.check(secret, for: kind)
        let sealed: SealedCredential
        do throws(KeyTrouble) {
            sealed = try engine.vault.seal(secret, of: id, at: now, by: signedIn.name)
        } catch {
            throw error.problem
        }
        let audited = entry(
            Operation.setCredential.rawValue,
            on: "provider:\(id)",
            detail: ["fingerprint": sealed.fingerprint, "key": sealed.keyID]
        )
        return try await changeCredential(of: id, audited, at: now) { provider, credentials in
            try precondition.require(at: Revision(provider.updatedAt), "provider \(id)")
            try credentials.put(sealed, of: id)
            var settings = provider.settings
            settings.credential = ProviderSettings.sealed
            return settings
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
        let audited = entry(Operation.clearCredential.rawValue, on: "provider:\(id)")
        return try await changeCredential(of: id, audited, at: engine.now()) { provider, credentials in
            // Forgetting again undoes nothing, and may be the repetition of a request whose answer got lost.
            let isSealed = provider.settings.credential == ProviderSettings.sealed
            guard try isSealed || credentials.find(id) != nil else { return nil }
            try precondition.require(at: Revision(provider.updatedAt), "provider \(id)")
            try credentials.remove(id)
            var settings = provider.settings
            if isSealed { settings.credential = nil }
            return settings
        }
    }

    /// - Parameters:
    ///   - id: The provider.
    ///   - audited: What the log says of it.
    ///   - now: When.
    ///   - change: Makes the change, and gives the settings from then on; nil when there is nothing to change.
    /// - Returns: The provider as it is then.
    /// - Throws: ``Problem``
    private func changeCredential(
        of id: ProviderID,
        _ audited: NewAuditEntry,
        at now: Timestamp,
        _ change: @escaping @Sendable (Provider, CredentialTable) throws -> ProviderSettings?
    ) async throws(Problem) -> ProviderView {
        let view = try await answer {
            try await engine.database.write { connection -> ProviderView? in
                let table = ProviderTable(connection)
                guard let provider = try table.lock(id) else { return nil }
                if let settings = try change(provider, CredentialTable(connection)) {
                    _ = try table.put(id, settings, at: now, isChanged: true)
                    try EventTable(connection).append([NewEvent(.providerChanged, provider: id)], at: now)
                }
                try AuditTable(connection).append([audited], at: now)
                return try ProviderView.find(id, connection)
            }
        }
        guard let view else { throw .missing(provider: id) }
        engine.signals.announce(.events)
        engine.signals.announce(.work)
        return view
    }
}

extension ProviderRules {
    /// In bytes: a service account's key has about 2,400.
    static let largestSecret = 64 << 10

    /// - Throws: ``Problem`` with `validation_failed`, without a word of the secret.
    static func check(_ secret: Secret, for kind: ProviderKind) throws(Problem) {
        guard let fault = fault(secret, kind) else { return }
        throw Problem(.validationFailed, as: "secret", "The credential cannot be used.", errors: [fault])
    }

    private static func fault(_ secret: Secret, _ kind: ProviderKind) -> Problem.Fault? {
        let bytes = secret.text.utf8
        if kind == .folder {
            return .init("/secret", .unknown, as: "folder_secret", "A folder needs no credential.")
        }
        if bytes.isEmpty { return .init("/secret", .required, as: "secret", "Enter the key itself.") }
        if bytes.count > largestSecret {
            let detail: Phrase = "A key has at most \(largestSecret, as: "limit") bytes."
            return .init("/secret", .length, as: "secret", detail)
        }
        // A service account's key is JSON; everything else travels in a header as it is.
        guard kind == .gemini || bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            let detail: Phrase = "A key is one word of visible ASCII characters."
            return .init("/secret", .format, as: "secret", detail)
        }
        return nil
    }
}

extension String {
    /// Without white space around it: editors and `echo` end files with a line break that belongs to no key.
    fileprivate var withoutEdges: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
