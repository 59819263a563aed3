import Contract
import HTTPTypes
import Hummingbird

/// One operation of the API: where it stands, what it answers with, who may ask.
struct Endpoint: Sendable {
    enum Answer: Sendable {
        case toAnyone(@Sendable (Call) async throws -> Response)
        case toCaller(@Sendable (Call, any ControlPlane) async throws -> Response)
    }

    let method: HTTPRequest.Method
    /// In the notation of OpenAPI: `/api/skills/{name}`.
    let path: String
    let produces: MediaType
    let answer: Answer

    static func open(
        _ method: HTTPRequest.Method,
        _ path: String,
        produces: MediaType = .json,
        _ answer: @escaping @Sendable (Call) async throws -> Response
    ) -> Endpoint {
        Endpoint(method: method, path: path, produces: produces, answer: .toAnyone(answer))
    }

    static func on(
        _ method: HTTPRequest.Method,
        _ path: String,
        produces: MediaType = .json,
        _ answer: @escaping @Sendable (Call, any ControlPlane) async throws -> Response
    ) -> Endpoint {
        Endpoint(method: method, path: path, produces: produces, answer: .toCaller(answer))
    }

    /// One that changes something, so that the history keeps which front door it came through.
    static func command(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (Call, any ControlPlane) async throws -> Response
    ) -> Endpoint {
        .on(method, path) { call, plane in
            try call.checkSource()
            return try await answer(call, plane)
        }
    }
}
