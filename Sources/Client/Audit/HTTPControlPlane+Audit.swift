import AsyncHTTPClient
package import Contract
import NIOHTTP1

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

    package func auditCheckpoints(_ page: PageRequest) async throws(Problem) -> Page<AuditCheckpointView> {
        try await send(.get(Address.query("/api/audit/checkpoints", page.parameters)))
    }

    package func auditCheckpoint(_ number: Int64) async throws(Problem) -> AuditCheckpointView {
        try await send(.get(Address.path("api", "audit", "checkpoints", String(number))))
    }

    /// Read as it is asked for; the limit of time is for each piece, not for all of it.
    package func exportAudit(_ query: AuditExportQuery) async throws(Problem) -> AuditExport {
        let parameters: [(name: String, value: String?)] = [
            ("after", query.after?.description), ("before", query.before?.description),
        ]
        let command = Command.get(Address.query("/api/audit/export", parameters))
        let response = try await stream(command)
        let pieces = ReplyPieces(response.body, of: server)
        return AuditExport(
            filename: quoted(response.headers.first(name: "content-disposition") ?? "") ?? "audit.jsonl",
            pieces: AsyncThrowingStream { try await pieces.next() }
        )
    }
}
