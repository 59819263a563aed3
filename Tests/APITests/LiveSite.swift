import API
import AsyncHTTPClient
import Client
import Contract
import Fixtures
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// A test site behind a real socket, with a client of its own.
struct LiveSite {
    let baseURL: String
    let httpClient: HTTPClient
    private let services: ServiceGroup

    func client(
        token: String = FixtureFrontDoor.token,
        wait: @escaping @Sendable (Duration) async throws -> Void = { _ in }
    ) -> HTTPControlPlane {
        HTTPControlPlane(baseURL: baseURL + "/", token: token, httpClient: httpClient, wait: wait)
    }

    /// Follows the events as bytes of the stream.
    func follow(_ query: String = "", lastEventID: String? = nil) async throws -> HTTPClientResponse.Body {
        try await askForEvents(query, lastEventID: lastEventID).body
    }

    func statusOfEvents() async throws -> HTTPResponseStatus { try await askForEvents().status }

    private func askForEvents(_ query: String = "", lastEventID: String? = nil) async throws
        -> HTTPClientResponse
    {
        var request = HTTPClientRequest(url: "\(baseURL)/api/events\(query)")
        request.headers = ["authorization": "Bearer \(FixtureFrontDoor.token)"]
        if let lastEventID { request.headers.add(name: "last-event-id", value: lastEventID) }
        return try await httpClient.execute(request, deadline: .distantFuture)
    }

    /// Sends JSON without a token.
    ///
    /// - Returns: The status of the answer.
    func post(_ path: String, _ body: String, headers: [(String, String)] = []) async throws -> UInt {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = .POST
        request.headers = HTTPHeaders([("content-type", "application/json")] + headers)
        request.body = .bytes(ByteBuffer(string: body))
        return try await httpClient.execute(request, deadline: .now() + .seconds(20)).status.code
    }

    func shutDown() async {
        await services.triggerGracefulShutdown()
    }

    /// Serves until `body` returns.
    static func serving<Context: RequestContext>(
        _ router: Router<Context>,
        _ body: @Sendable (LiveSite) async throws -> Void
    ) async throws where Context.Source == ApplicationRequestContextSource {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let logger = TestSite().logger
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
            logger: logger
        )
        let services = ServiceGroup(configuration: .init(services: [application], logger: logger))
        let httpClient = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: HTTPControlPlane.clientConfiguration
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            let number = await ports.first { _ in true } ?? 0
            let site = LiveSite(
                baseURL: "http://127.0.0.1:\(number)",
                httpClient: httpClient,
                services: services
            )
            let result = await Result.of { try await body(site) }
            try await httpClient.shutdown()
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            try result.get()
        }
    }
}

extension Result where Success == Void, Failure == any Error {
    fileprivate static func of(_ body: () async throws -> Void) async -> Self {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}
