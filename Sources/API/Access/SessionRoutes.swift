package import Contract
import HTTPTypes
import Hummingbird
package import Requests

extension APISite {
    /// The answer holds the secret, this once.
    static let createSession: @Sendable (Call) async throws -> Response = { call in
        try call.checkSource()
        let body = try await call.body(as: SignInBody.self)
        let issued = try await call.site.frontDoor.signIn(
            SignInRequest(name: body.name, password: body.password, address: call.callerAddress),
            requestID: call.context.requestID,
            source: call.source
        )
        return try call.json(issued, status: .created)
    }

    /// The same for the first administrator, who has no account yet.
    static let setUp: @Sendable (Call) async throws -> Response = { call in
        try call.checkSource()
        let body = try await call.body(as: SetUpBody.self)
        let signIn = SignInRequest(name: body.name, password: body.password, address: call.callerAddress)
        let issued = try await call.site.frontDoor.setUp(
            SetUpRequest(code: body.code, signIn: signIn),
            requestID: call.context.requestID,
            source: call.source
        )
        return try call.json(issued, status: .created)
    }

    static let listSessions: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        try query.finish()
        return try call.json(try await plane.sessions())
    }

    static let endSession: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.endSession(try call.sessionID()))
    }

    static let endCurrentSession: @Sendable (Call, any ControlPlane) async throws -> Response = {
        call,
        plane in
        try call.json(try await plane.endCurrentSession())
    }

    /// The answer holds the secret of a new session, this once.
    static let changePassword: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.changePassword(try await call.body(as: PasswordChange.self)))
    }
}

private struct SignInBody: Readable {
    let name: String
    let password: String

    init?(reading object: inout ObjectReader) {
        let name = object.requiredText("name", 1...64)
        let password = object.requiredText("password", 1...256)
        guard let name, let password else { return nil }
        (self.name, self.password) = (name, password)
    }
}

private struct SetUpBody: Readable {
    let code: String
    let name: String
    let password: String

    init?(reading object: inout ObjectReader) {
        let code = object.requiredText("code", 1...200)
        let name = object.requiredText("name", 1...64)
        let password = object.requiredText("password", 1...256)
        guard let code, let name, let password else { return nil }
        (self.code, self.name, self.password) = (code, name, password)
    }
}

extension PasswordChange: Readable {
    package init?(reading object: inout ObjectReader) {
        let current = object.requiredText("current", 1...256)
        let new = object.requiredText("new", 1...256)
        guard let current, let new else { return nil }
        self.init(current: current, new: new)
    }
}
