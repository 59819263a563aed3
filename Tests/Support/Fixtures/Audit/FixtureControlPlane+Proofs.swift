package import Contract

/// What can be checked without a server.
extension FixtureControlPlane {
    package func sign(
        version number: Int,
        of skill: String,
        with signature: SkillSignature
    ) async throws(Problem) -> SkillVersionView {
        try answer("signSkillVersion", "sign \(number) \(skill) \(signature.digest)")
    }

    package func signers(of skill: String) async throws(Problem) -> Page<SkillSignerView> {
        try answer("listSigners", "signers \(skill)")
    }

    package func acceptSigner(_ acceptance: SignerAcceptance, of skill: String) async throws(Problem)
        -> Page<SkillSignerView>
    {
        try answer("acceptSigner", "acceptSigner \(skill) \(acceptance)")
    }

    package func evidence(of id: RunID) async throws(Problem) -> RunEvidence {
        try note("evidence \(id)")
        guard let bytes = try? Fixtures.bytes("getRunEvidence.zip") else {
            throw Problem(.internal, "The fixture cannot be read.")
        }
        return RunEvidence(filename: "evidence-\(id).zip", bytes: bytes)
    }

    package func auditCheckpoints(_ page: PageRequest) async throws(Problem) -> Page<AuditCheckpointView> {
        try answer("listAuditCheckpoints", "auditCheckpoints \(page)")
    }

    package func auditCheckpoint(_ number: Int64) async throws(Problem) -> AuditCheckpointView {
        try answer("getAuditCheckpoint", "auditCheckpoint \(number)")
    }

    package func exportAudit(_ query: AuditExportQuery) async throws(Problem) -> AuditExport {
        try note("exportAudit \(query)")
        guard let bytes = try? Fixtures.bytes("exportAudit.jsonl") else {
            throw Problem(.internal, "The fixture cannot be read.")
        }
        return AuditExport(
            filename: "audit-2026-11-22.jsonl",
            pieces: AsyncThrowingStream { pieces in
                pieces.yield(bytes)
                pieces.finish()
            }
        )
    }
}
