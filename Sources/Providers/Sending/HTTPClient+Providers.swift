package import AsyncHTTPClient
import NIOCore

extension HTTPClient.Configuration {
    /// How every provider is talked to: nothing is sent twice, nobody is redirected.
    ///
    /// A connection that cannot be made is reported at once, so that the task waits instead of the worker. A
    /// redirect would carry the credential to an address nobody entered.
    package static var providers: Self {
        var configuration = Self(
            redirectConfiguration: .disallow,
            timeout: Timeout(connect: .seconds(10)),
            decompression: .disabled
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        configuration.connectionPool.idleTimeout = .seconds(30)
        configuration.httpVersion = .http1Only
        return configuration
    }
}
