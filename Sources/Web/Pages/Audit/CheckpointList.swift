import Contract
import HTTPTypes
import Hummingbird
import NIOCore

extension WebSite {
    /// A checkpoint as a file to keep elsewhere.
    static let checkpointDownload: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let checkpoint = try await plane.auditCheckpoint(try visit.checkpointNumber())
        return visit.download(
            try JSON.encode(checkpoint),
            named: "checkpoint-\(checkpoint.number).json",
            type: "application/json"
        )
    }

    /// The whole log, piece by piece.
    static let auditExport: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let export = try await plane.exportAudit(AuditExportQuery())
        let pieces = export.pieces
        var response = visit.download([], named: export.filename, type: "application/x-ndjson")
        response.body = ResponseBody { writer in
            for try await piece in pieces { try await writer.write(ByteBuffer(bytes: piece)) }
            try await writer.finish(nil)
        }
        return response
    }
}

/// The newest signed checkpoints, as the template reads them.
struct CheckpointList: Sendable {
    struct Row: Sendable {
        let number: String
        let at: Moment
        let entries: String
        let key: String
        let hash: String
        let href: String
        let label: String
    }

    private static let shown = 5

    let rows: [Row]
    let isEmpty: Bool

    init(_ visit: Visit, _ plane: any ControlPlane) async throws {
        let newest = try await plane.auditCheckpoints(PageRequest(limit: Self.shown)).items
        rows = newest.map { checkpoint in
            let number = String(checkpoint.number)
            return Row(
                number: number,
                at: visit.moment(checkpoint.at),
                entries: visit.words.grouped(Int(checkpoint.entries)),
                key: String(checkpoint.keyID.prefix(16)),
                hash: String(checkpoint.hash.prefix(16)),
                href: "/audit/checkpoints/\(number)/file",
                label: visit.words["audit.checkpoint_download", ["n": number]]
            )
        }
        isEmpty = rows.isEmpty
    }
}
