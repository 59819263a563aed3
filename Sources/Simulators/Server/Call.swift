import Contract
import FoundationEssentials
import HTTPTypes

/// A request to one vendor, with its body.
struct Call: Sendable {
    enum Credential: Equatable, Sendable {
        case missing
        case bearer(String)
        case apiKey(String)
    }

    let method: String
    /// Below the vendor's prefix, each part percent-decoded: `["v1", "skills", "skill_1"]`.
    let path: [String]
    let query: [String: String]
    let headers: HTTPFields
    var body: [UInt8]

    var credential: Credential {
        if let value = headers[.authorization], value.lowercased().hasPrefix("bearer ") {
            let token = value.dropFirst(7).drop { $0 == " " }
            if !token.isEmpty { return .bearer(String(token)) }
        }
        if let key = headers.value("x-api-key"), !key.isEmpty { return .apiKey(key) }
        return .missing
    }

    /// The body as JSON; null when it is empty.
    ///
    /// - Throws: ``Refusal`` 400 when it is no JSON.
    func json() throws(Refusal) -> JSONValue {
        if body.isEmpty { return .null }
        do {
            return try JSON.decode(JSONValue.self, from: body)
        } catch {
            throw Refusal(400, "The body is not valid JSON.")
        }
    }

    /// A whole number from the query.
    ///
    /// - Throws: ``Refusal`` 400 when it is there and is not a number.
    func integer(_ name: String) throws(Refusal) -> Int? {
        guard let text = query[name], !text.isEmpty else { return nil }
        guard let value = Int(text) else {
            throw Refusal(400, "\(name) must be an integer", code: "invalid_type", param: name)
        }
        return value
    }
}

extension Call.Credential {
    /// Two tokens are special: `invalid` is refused with 401 and `forbidden` with 403.
    func check() throws(Refusal) {
        switch self {
        case .missing, .bearer("invalid"), .apiKey("invalid"): throw .unauthorized
        case .bearer("forbidden"), .apiKey("forbidden"): throw .forbidden
        case .bearer, .apiKey: return
        }
    }
}
