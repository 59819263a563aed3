package import Contract
import Store

extension EngineSession {
    package func audit(_ query: AuditQuery) async throws(Problem) -> Page<AuditEntryView> {
        try await permit(.readAudit)
        return try await answer { try await engine.database.read { try AuditTable($0).list(query) } }
    }

    package func verifyAudit() async throws(Problem) -> AuditVerification {
        try await permit(.verifyAudit)
        return try await answer { try await engine.database.verifyAudit() }
    }
}
