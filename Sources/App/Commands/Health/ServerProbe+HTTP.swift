package import AsyncHTTPClient
package import Contract
import NIOCore
import NIOHTTP1
import Providers

extension ServerProbe {
    /// Asks `/readyz` and `/openapi.json`, which need no token.
    ///
    /// - Throws: ``Problem`` with `unavailable` when nobody answers in time or somebody else does.
    package static func ask(_ server: ServerAddress, using client: HTTPClient) async throws(Problem)
        -> ServerProbe
    {
        let answer: HTTPClientResponse
        let readiness: Readiness
        do {
            answer = try await client.execute(
                HTTPClientRequest(url: server.url + "/readyz"),
                timeout: .seconds(10)
            )
            let body = try await answer.body.collect(upTo: 1 << 20)
            readiness = try JSON.decode(Readiness.self, from: body.readableBytesView)
        } catch {
            throw Problem(.unavailable, "No Skillyard server answers at \(server.url).")
        }
        return ServerProbe(
            readiness: readiness,
            serverTime: answer.headers.first(name: "Date").flatMap(HTTPDate.timestamp),
            apiVersion: await apiVersion(server, client)
        )
    }

    private struct OpenAPIDocument: Decodable {
        struct Info: Decodable {
            let version: String
        }

        let info: Info
    }

    /// Nil for a server that does not tell: only a comparison is lost.
    private static func apiVersion(_ server: ServerAddress, _ client: HTTPClient) async -> String? {
        let request = HTTPClientRequest(url: server.url + "/openapi.json")
        guard let answer = try? await client.execute(request, timeout: .seconds(10)),
            let body = try? await answer.body.collect(upTo: 8 << 20)
        else { return nil }
        return try? JSON.decode(OpenAPIDocument.self, from: body.readableBytesView).info.version
    }
}
