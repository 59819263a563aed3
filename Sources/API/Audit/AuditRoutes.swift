import Contract
import Hummingbird
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
}
