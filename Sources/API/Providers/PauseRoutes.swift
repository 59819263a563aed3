import Contract
import Hummingbird
import Requests

extension APISite {
    static let pauseProvider: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.providerID()
        let reason = try await call.body(as: ReasonBody.self).reason
        let provider = try await plane.pauseProvider(id, reason: reason)
        return try call.json(provider, headers: .tagged(provider.revision))
    }

    static let resumeProvider: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let provider = try await plane.resumeProvider(try call.providerID())
        return try call.json(provider, headers: .tagged(provider.revision))
    }

    static let getWork: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.work())
    }

    static let pauseWork: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let reason = try await call.body(as: ReasonBody.self).reason
        return try call.json(try await plane.pauseWork(reason: reason))
    }

    static let resumeWork: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.resumeWork())
    }
}
