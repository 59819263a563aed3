import Contract
import HTTPTypes
import Hummingbird

/// One address of the pages.
struct Route: Sendable {
    enum Handler: Sendable {
        /// For everybody, signed in or not.
        case open(@Sendable (Visit) async throws -> Response)
        /// For whoever has signed in.
        case signedIn(@Sendable (Visit, any ControlPlane) async throws -> Response)
    }

    let method: HTTPRequest.Method
    let path: String
    let handler: Handler
    /// Whether it keeps a session alive; not what a page that lies open asks by itself.
    var isUse = true

    static func open(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ handler: @escaping @Sendable (Visit) async throws -> Response
    ) -> Route {
        Route(method: method, path: path, handler: .open(handler))
    }

    static func get(
        _ path: String,
        _ handler: @escaping @Sendable (Visit, any ControlPlane) async throws -> Response
    ) -> Route {
        Route(method: .get, path: path, handler: .signedIn(handler))
    }

    /// What a page asks to follow what happens.
    static func watching(
        _ path: String,
        _ handler: @escaping @Sendable (Visit, any ControlPlane) async throws -> Response
    ) -> Route {
        Route(method: .get, path: path, handler: .signedIn(handler), isUse: false)
    }

    static func post(
        _ path: String,
        _ handler: @escaping @Sendable (Visit, any ControlPlane) async throws -> Response
    ) -> Route {
        Route(method: .post, path: path, handler: .signedIn(handler))
    }
}
