package import Contract
import Store

extension EngineSession {
    package func audit(_ query: AuditQuery) async throws(Problem) -> Page<AuditEntryView> {
        try await permit(.readAudit)
        guard signedIn.denial(of: .readWholeAudit) != nil else {
            return try await answer { try await engine.database.read { try AuditTable($0).list(query) } }
        }
        // Whoever may not see what others did sees nothing of them, rather than a refusal.
        guard query.actor == nil || query.actor == signedIn.name else {
            return Page(items: [], nextCursor: nil)
        }
        let own = query.narrowed(to: signedIn.name)
        return try await answer { try await engine.database.read { try AuditTable($0).list(own) } }
    }

    package func verifyAudit() async throws(Problem) -> AuditVerification {
        try await permit(.verifyAudit)
        return try await answer { try await engine.database.verifyAudit() }
    }
}

extension AuditQuery {
    fileprivate func narrowed(to actor: String) -> AuditQuery {
        var query = self
        query.actor = actor
        return query
    }
}
