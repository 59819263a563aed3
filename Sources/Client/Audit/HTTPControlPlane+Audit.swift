package import Contract

extension HTTPControlPlane {
    package func audit(_ query: AuditQuery) async throws(Problem) -> Page<AuditEntryView> {
        let parameters: [(name: String, value: String?)] = [
            ("actor", query.actor), ("action", query.action), ("subject", query.subject),
            ("after", query.after?.description),
        ]
        return try await send(.get(Address.query("/api/audit", parameters + query.page.parameters)))
    }

    package func verifyAudit() async throws(Problem) -> AuditVerification {
        try await send(.get("/api/audit/verification"))
    }
}
