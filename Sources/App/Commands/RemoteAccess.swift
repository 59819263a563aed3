package import AsyncHTTPClient
import Client
package import Contract
import Domain
import OpenID

/// Reaches servers over HTTP: what a composition root needs for every command but the server's own.
package struct RemoteAccess: Sendable {
    private let httpClient: HTTPClient

    /// - Parameter httpClient: Configured with `HTTPControlPlane.clientConfiguration`; shut down by its owner.
    package init(httpClient: HTTPClient) {
        self.httpClient = httpClient
    }

    package func connect(to server: ServerAddress) -> any ControlPlane {
        HTTPControlPlane(
            baseURL: server.url,
            token: server.token ?? "",
            httpClient: httpClient,
            source: .cli
        )
    }

    /// - Throws: ``IdentityFailure``
    func probe(issuer: String) async throws(IdentityFailure) -> Int {
        try await RelyingParty.probe(issuer, httpClient: httpClient)
    }

    /// - Throws: ``Problem`` with `unavailable` when nobody answers.
    package func probe(_ server: ServerAddress) async throws(Problem) -> ServerProbe {
        try await ServerProbe.ask(server, using: httpClient)
    }
}
