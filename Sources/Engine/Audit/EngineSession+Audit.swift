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
        return try await answer {
            try await engine.database.verifyAudit(trusting: engine.trustedKeys)
        }
    }

    package func auditCheckpoints(_ page: PageRequest) async throws(Problem) -> Page<AuditCheckpointView> {
        try await permit(.verifyAudit)
        return try await answer { try await engine.database.read { try CheckpointTable($0).list(page) } }
    }

    package func auditCheckpoint(_ number: Int64) async throws(Problem) -> AuditCheckpointView {
        try await permit(.verifyAudit)
        return try await found(.missing(checkpoint: number)) { try CheckpointTable($0).find(number) }
    }

    /// Signs first, so that everything in a whole export is covered by a checkpoint.
    package func exportAudit(_ query: AuditExportQuery) async throws(Problem) -> AuditExport {
        try await permit(.exportAudit)
        let now = engine.now()
        var detail: [String: String] = [:]
        detail["after"] = query.after?.description
        detail["before"] = query.before?.description
        let audited = entry(Operation.exportAudit.rawValue, on: "audit", detail: detail)
        return try await answer {
            try await engine.database.write { try AuditTable($0).append([audited], at: now) }
            try await engine.notary?.sign()
            let scope = try await engine.database.read { try AuditExporter.Scope(query, $0, at: now) }
            let exporter = AuditExporter(engine.database, scope)
            return AuditExport(
                filename: "audit-\(now.description.prefix(10)).jsonl",
                pieces: AsyncThrowingStream { try await exporter.next() }
            )
        }
    }
}

extension AuditQuery {
    fileprivate func narrowed(to actor: String) -> AuditQuery {
        var query = self
        query.actor = actor
        return query
    }
}
