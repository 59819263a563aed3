package import Contract

extension FixtureControlPlane {
    package func audit(_ query: AuditQuery) async throws(Problem) -> Page<AuditEntryView> {
        try answer("listAudit", "audit \(query)")
    }

    package func verifyAudit() async throws(Problem) -> AuditVerification {
        try answer("verifyAudit", "verifyAudit")
    }
}
