import HTTPTypes
import Hummingbird
import NIOCore

extension APISite {
    static let openAPI: @Sendable (Call) async throws -> Response = { call in
        Response(
            status: .ok,
            headers: [.contentType: MediaType.json.header, .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: call.site.openAPIDocument)
        )
    }
}
