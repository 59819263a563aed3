import Contract
import Hummingbird
import Requests

extension APISite {
    static let getDesiredState: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        try query.finish()
        return try call.json(try await plane.desiredState())
    }

    static let planDesiredState: @Sendable (Call, any ControlPlane) async throws -> Response = {
        call,
        plane in
        // Thousands of skills, each with its digest in the lock.
        let request = try await call.body(as: DesiredStateRequest.self, times: 4)
        return try call.json(try await plane.planDesiredState(request))
    }
}
