import Contract
import HTTPTypes

/// An answer before it is sent.
struct Reply: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: [UInt8]

    /// An answer without a body.
    init(status: Int) {
        self.status = status
        headers = [:]
        body = []
    }

    init(status: Int = 200, headers: HTTPFields = [:], body: [UInt8], contentType: String) {
        self.status = status
        self.headers = headers
        self.body = body
        self.headers[.contentType] = contentType
    }

    static func json(_ value: JSONValue, status: Int = 200, headers: HTTPFields = [:]) -> Reply {
        // A JSON value always has a text: it holds no infinity, which is the only thing JSON cannot say.
        let body = (try? JSON.encode(value)) ?? Array("null".utf8)
        return Reply(status: status, headers: headers, body: body, contentType: "application/json")
    }
}

extension HTTPFields {
    /// Sets a header by its name; a name that is no header name is left out.
    mutating func set(_ name: String, _ value: String?) {
        guard let field = HTTPField.Name(name) else { return }
        self[field] = value
    }

    func value(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { self[$0] }
    }
}
