import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import Web

/// The pages over the fixtures, and short ways to ask for them.
struct PageSite {
    var plane = FixtureControlPlane()
    var role: Role = .admin
    var settings = WebSettings()
    /// What the router around the pages refuses every request with.
    var refusal: Problem?
    var identityProvider: String?

    static let now = Timestamp("2026-11-22T10:05:00Z") ?? Timestamp(microseconds: 0)
    private static let content = Result { try WebSite.Content() }
    static let host = "skills.example.com"

    func test(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        plane.act(as: role)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let site = WebSite(
            frontDoor: FixtureFrontDoor(plane: plane, identityProvider: identityProvider),
            content: try Self.content.get(),
            settings: settings,
            logger: logger,
            now: { Self.now }
        )
        let router = Router()
        site.addRoutes(
            to: router,
            requestID: { _ in "00000000-0000-7000-8000-000000000000" },
            refusal: { _ in refusal }
        )
        try await Application(router: router, logger: logger).test(.router) { try await body($0) }
    }
}

/// One address of every page that can be looked at, with samples in the place of names and ids.
struct SamplePath: Sendable, CustomTestStringConvertible {
    let method: HTTPRequest.Method
    let path: String

    var testDescription: String { "\(method) \(path)" }

    /// Those of whoever has signed in; streams and files are no pages.
    static let pages = all.filter { page in
        page.method == .get && !page.path.hasPrefix("/events")
            && ![".json", "/zip", "/file"].contains { page.path.hasSuffix($0) }
    }
    static let actions = all.filter { $0.method == .post }

    private static let all: [SamplePath] = WebSite.routes.compactMap { route in
        guard !route.path.hasSuffix("**"), route.path != "/" else { return nil }
        return SamplePath(method: route.method, path: filled(route.path))
    }

    /// - Parameter path: As routes have it, with `:name` or `{name}` where something is to be filled in.
    /// - Returns: The path with samples there.
    private static func filled(_ path: String) -> String {
        let parts = path.split(separator: "/").map { part in
            guard part.hasPrefix(":") || part.hasPrefix("{") else { return String(part) }
            switch part.dropFirst().prefix(while: { $0 != "}" }) {
            case "name": return "release-notes"
            case "number", "version": return "1"
            case "id" where path.hasPrefix("/providers"): return "openai"
            case "id" where path.hasPrefix("/alerts/rules"): return "queue-age"
            case "id" where path.hasPrefix("/settings/channels"): return "ops-hook"
            case "finding": return "91b2c6f00d7a35e4"
            case "id" where path.contains("/waivers/"): return "019330e2-4a70-7c4e-9d0b-5f2a1c3b4d5e"
            default: return "019abcde-f012-7a3b-8c4d-5e6f708192a3"
            }
        }
        return "/" + parts.joined(separator: "/")
    }
}

extension TestClientProtocol {
    /// Asks as a browser does that has signed in, from a page of the site itself.
    func browse(
        _ method: HTTPRequest.Method = .get,
        _ uri: String,
        form: String? = nil,
        headers: HTTPFields = [:],
        signedIn: Bool = true,
        language: Language = .english
    ) async throws -> TestResponse {
        var fields = headers
        var cookies = ["lang=\(language.rawValue)"]
        if signedIn { cookies.append("\(WebCookie.session(secure: false))=\(FixtureFrontDoor.token)") }
        if let more = fields[.cookie] { cookies.append(more) }
        fields[.cookie] = cookies.joined(separator: "; ")
        if fields[.secFetchSite] == nil, fields[.origin] == nil { fields[.secFetchSite] = "same-origin" }
        if form != nil { fields[.contentType] = "application/x-www-form-urlencoded" }
        fields[.accept] = "text/html"
        return try await executeRequest(
            uri: uri,
            method: method,
            headers: fields,
            body: form.map { ByteBuffer(string: $0) }
        )
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}
