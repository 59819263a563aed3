import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Whether a server takes requests at that address.
func isReady(_ url: String) async -> Bool {
    let answer = try? await HTTPClient.shared.execute(.init(url: url + "/readyz"), timeout: .seconds(2))
    return answer?.status == .ok
}
