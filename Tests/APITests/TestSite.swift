import API
import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Requests
import Testing
import Traces

/// The API over the fixtures, and short ways to ask it.
struct TestSite {
    let plane = FixtureControlPlane()
    var isReady = true
    var limits = APILimits(maximumJSONBytes: 20_000, maximumUploadBytes: 200_000)
    var tracer = SpanTracer()
    var logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    static let run = "019abcde-f012-7a3b-8c4d-5e6f708192a3"
    static let now = Timestamp(microseconds: 1_795_000_000_000_000)

    func site(proxies: TrustedProxies = .none) throws -> APISite {
        APISite(
            frontDoor: FixtureFrontDoor(plane: plane, isReady: isReady),
            openAPIDocument: try Fixtures.openAPIDocument(),
            limits: limits,
            proxies: proxies,
            tracer: tracer,
            logger: logger,
            now: { Self.now }
        )
    }

    func application() throws -> some ApplicationProtocol {
        Application(router: try site().router(), logger: logger)
    }

    /// Runs against the router alone, without sockets.
    func test(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try await application().test(.router) { try await body($0) }
    }
}

extension TestClientProtocol {
    func ask(
        _ method: HTTPRequest.Method,
        _ uri: String,
        body: String? = nil,
        type: String = "application/json",
        headers: HTTPFields = [:],
        signedIn: Bool = true
    ) async throws -> TestResponse {
        var headers = headers
        if signedIn { headers[.authorization] = "Bearer \(FixtureFrontDoor.token)" }
        if body != nil { headers[.contentType] = type }
        return try await executeRequest(
            uri: uri,
            method: method,
            headers: headers,
            body: body.map { ByteBuffer(string: $0) }
        )
    }
}

extension TestResponse {
    /// The refusal, after checking everything that all refusals have in common (API-01).
    func problem(_ code: ProblemCode, _ location: SourceLocation = #_sourceLocation) throws -> Problem {
        let text = String(buffer: body)
        #expect(headers[.contentType] == "application/problem+json", sourceLocation: location)
        let problem = try JSON.decode(Problem.self, from: body.readableBytesView)
        #expect(problem.code == code, "\(text)", sourceLocation: location)
        #expect(Int(status.code) == code.status, sourceLocation: location)
        #expect(problem.requestID == headers[requestIDHeader], sourceLocation: location)
        #expect(!problem.detail.isEmpty && !text.contains("Swift."), sourceLocation: location)
        return problem
    }
}

let requestIDHeader = header("X-Request-Id")

func header(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("no header name: \(name)") }
    return name
}
