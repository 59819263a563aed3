package import Contract
import HTTPTypes
import Hummingbird
package import Requests

extension APISite {
    static let getCaller: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        try query.finish()
        return try call.json(try await plane.caller())
    }

    static let listTokens: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        try query.finish()
        return try call.json(try await plane.tokens())
    }

    /// The answer holds the secret, this once.
    static let createToken: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let request = try await call.body(as: TokenRequest.self)
        return try call.json(try await plane.createToken(request), status: .created)
    }

    static let revokeToken: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.tokenID()
        let token = try await plane.revokeToken(id, if: try call.ifMatch())
        return try call.json(token, headers: .tagged(token.revision))
    }
}

extension TokenRequest: Readable {
    package init?(reading object: inout ObjectReader) {
        let name = object.requiredText("name", 1...100)
        let role = object.require("role") ? object.choice("role", of: Role.self) : nil
        let scope = object.object("scope", of: Scope.self)
        let expiresAt = object.time("expires_at")
        guard let name, let role else { return nil }
        self.init(name: name, role: role, scope: scope, expiresAt: expiresAt)
    }
}
