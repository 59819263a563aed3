import AsyncHTTPClient
import Contract
import NIOHTTP1

/// One request to a provider.
struct Outgoing: Sendable {
    /// What the request does; decides how a lost or refused one is reported.
    enum Purpose: String, CaseIterable, Sendable {
        /// Changes nothing.
        case read
        /// Carries a skill.
        case upload
        /// Changes something without carrying a skill.
        case change
        case delete

        var changesSomething: Bool { self != .read }
    }

    /// Enough for every reply but a skill's content.
    static let replyLimit = 1 << 20
    /// The largest content a provider may hand back.
    static let contentLimit = 192 << 20

    let purpose: Purpose
    let method: HTTPMethod
    /// Below the service's address; begins with a slash.
    let path: String
    let headers: [(String, String)]
    let body: HTTPClientRequest.Body?
    /// Bytes a reply may have.
    let limit: Int

    init(
        _ purpose: Purpose,
        _ method: HTTPMethod,
        _ path: String,
        headers: [(String, String)] = [],
        body: HTTPClientRequest.Body? = nil,
        limit: Int = Outgoing.replyLimit
    ) {
        self.purpose = purpose
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.limit = limit
    }

    static func get(_ path: String, limit: Int = Outgoing.replyLimit) -> Outgoing {
        Outgoing(.read, .GET, path, limit: limit)
    }

    static func delete(_ path: String) -> Outgoing {
        Outgoing(.delete, .DELETE, path)
    }

    static func json(_ purpose: Purpose, _ method: HTTPMethod, _ path: String, _ body: [UInt8]) -> Outgoing {
        Outgoing(purpose, method, path, headers: [("content-type", "application/json")], body: .bytes(body))
    }

    static func form(_ purpose: Purpose, _ path: String, _ form: MultipartForm) -> Outgoing {
        Outgoing(
            purpose,
            .POST,
            path,
            headers: [("content-type", form.contentType)],
            body: .bytes(form.encoded())
        )
    }
}

/// The JSON of a value made of strings, which cannot fail to encode.
func encoded(_ value: some Encodable) -> [UInt8] {
    // Only numbers that are not finite make the encoder throw; requests hold strings.
    (try? JSON.encode(value)) ?? []
}
