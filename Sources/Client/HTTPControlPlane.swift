package import AsyncHTTPClient
package import Contract
import NIOCore

/// The product's operations over the HTTP of a server, with the rights of one token.
///
/// Refusals come as the ``Problem`` the server gave. A server that cannot be reached is a ``Problem`` with
/// `unavailable`. Only reads are tried a second time, and only when the connection failed: whether a command
/// arrived cannot be known, so that is left to the caller. A request that the server refused to look at, since the
/// caller asks too much, is sent again as soon as the server says.
package struct HTTPControlPlane: ControlPlane {
    let server: String
    let token: String
    let httpClient: HTTPClient
    let source: CommandSource
    let timeout: Duration
    let wait: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - baseURL: Where the server is, such as `http://127.0.0.1:8080`.
    ///   - token: The secret of an API token.
    ///   - httpClient: Sends the requests; see ``HTTPControlPlane/clientConfiguration``.
    ///   - source: The front door that this client is part of.
    ///   - timeout: For one request, but not for following events; uploads get ten times as long.
    ///   - wait: Waits before the event stream is connected again, and for a server that is asked too much.
    package init(
        baseURL: String,
        token: String,
        httpClient: HTTPClient,
        source: CommandSource = .cli,
        timeout: Duration = .seconds(30),
        wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        var server = baseURL
        while server.last == "/" { server.removeLast() }
        self.server = server
        self.token = token
        self.httpClient = httpClient
        self.source = source
        self.timeout = timeout
        self.wait = wait
    }

    /// Settings that suit it: a refused connection is told at once, and a stream that misses three
    /// heartbeats of the server counts as broken.
    package static var clientConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(45), write: .seconds(45))
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
