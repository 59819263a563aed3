import Contract
import HTTPTypes
import Hummingbird
import NIOCore

extension APISite {
    /// The process answers; says nothing about the database or the workers.
    static let health: @Sendable (Call) async throws -> Response = { call in
        try call.json(["status": "ok"])
    }

    static let readiness: @Sendable (Call) async throws -> Response = { call in
        let readiness = await call.site.frontDoor.readiness()
        return try call.json(readiness, status: readiness.ready ? .ok : .serviceUnavailable)
    }

    static let metrics: @Sendable (Call, any ControlPlane) async throws -> Response = { call, _ in
        Response(
            status: .ok,
            headers: [.contentType: MediaType.text.header],
            body: ResponseBody(byteBuffer: ByteBuffer(string: await call.site.frontDoor.metrics()))
        )
    }
}
