import Contract
import HTTPTypes
import Hummingbird
import NIOCore
import Requests

extension APISite {
    static let listAudit: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        let entries = AuditQuery(
            actor: query.text("actor", maximum: 200),
            action: query.text("action", maximum: 100),
            subject: query.text("subject", maximum: 200),
            after: query.time("after"),
            page: query.page()
        )
        try query.finish()
        return try call.json(try await plane.audit(entries))
    }

    static let verifyAudit: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.verifyAudit())
    }

    static let listCheckpoints: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        let page = query.page()
        try query.finish()
        return try call.json(try await plane.auditCheckpoints(page))
    }

    static let getCheckpoint: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.auditCheckpoint(try call.checkpointNumber()))
    }

    /// Piece by piece, as fast as the client reads: nothing of a long log piles up here.
    ///
    /// What breaks on the way breaks the connection, and the last line is missing.
    static let exportAudit: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        let span = AuditExportQuery(after: query.time("after"), before: query.time("before"))
        try query.finish()
        let export = try await plane.exportAudit(span)
        let pieces = export.pieces
        return Response(
            status: .ok,
            headers: [
                .contentType: MediaType.lines.header,
                .contentDisposition: "attachment; filename=\"\(export.filename)\"",
            ],
            body: ResponseBody { writer in
                for try await piece in pieces { try await writer.write(ByteBuffer(bytes: piece)) }
                try await writer.finish(nil)
            }
        )
    }
}
