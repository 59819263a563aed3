import Contract

/// What a client can send: JSON-RPC 2.0 without batches.
enum IncomingMessage: Equatable {
    case request(RPCRequest)
    case notification
    /// Whoever sent the request of this id does not wait for it any longer.
    case cancellation(of: JSONValue)
    /// To a question that stands in the stream of an answer.
    case response(id: String, result: JSONValue?)

    /// - Throws: ``RPCFailure``
    init(_ bytes: [UInt8]) throws(RPCFailure) {
        guard JSONBounds.hold(bytes) else {
            let limits = "\(JSONBounds.maximumDepth) levels and \(JSONBounds.maximumValues) values"
            throw RPCFailure(.invalidRequest, "A message is in UTF-8 and has at most \(limits).")
        }
        guard let value = Self.decoded(bytes) else {
            throw RPCFailure(.parseError, "The body is not JSON in UTF-8.")
        }
        guard case .object(let members) = value, members["jsonrpc"] == "2.0" else {
            throw RPCFailure(
                .invalidRequest,
                "One message of JSON-RPC 2.0 is expected; batches are not taken."
            )
        }
        self = try Self.message(members)
    }

    private static func decoded(_ bytes: [UInt8]) -> JSONValue? {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        return try? JSONValue(reading: bytes)  // Whatever is wrong with it, it is no JSON.
    }

    private static func message(_ members: [String: JSONValue]) throws(RPCFailure) -> IncomingMessage {
        guard let method = members["method"] else {
            guard members["result"] != nil || members["error"] != nil, let id = members["id"]?.string else {
                throw RPCFailure(.invalidRequest, "A message has a method, or answers a question.")
            }
            return .response(id: id, result: members["result"])
        }
        guard case .string(let name) = method else {
            throw RPCFailure(.invalidRequest, "The name of a method is text.")
        }
        var params: [String: JSONValue] = [:]
        if let given = members["params"], given != .null {
            guard let object = given.object else {
                throw RPCFailure(.invalidRequest, "Parameters are an object.")
            }
            params = object
        }
        switch members["id"] {
        case nil:
            let canceled = name == "notifications/cancelled" ? params["requestId"] : nil
            return canceled.map { .cancellation(of: $0) } ?? .notification
        case .string?, .integer?:
            return .request(RPCRequest(id: members["id"] ?? .null, method: name, params: params))
        default: throw RPCFailure(.invalidRequest, "An id is text or a whole number.")
        }
    }
}

/// A request of a client.
struct RPCRequest: Equatable {
    /// Text or a whole number.
    let id: JSONValue
    let method: String
    let params: [String: JSONValue]

    var meta: JSONValue? { JSONValue.object(params)["_meta"] }

    /// - Throws: ``RPCFailure`` when it is missing or no text.
    func text(_ name: String) throws(RPCFailure) -> String {
        guard let text = params[name]?.string else {
            throw RPCFailure(.invalidParams, "`\(name)` is required and is text.")
        }
        return text
    }

    /// - Throws: ``RPCFailure`` when it is there and no object.
    func object(_ name: String) throws(RPCFailure) -> [String: JSONValue]? {
        guard let value = JSONValue.object(params)[name] else { return nil }
        guard let object = value.object else {
            throw RPCFailure(.invalidParams, "`\(name)` is an object.")
        }
        return object
    }

    /// The place to go on from; nil for the first page.
    func cursor() throws(RPCFailure) -> String? {
        guard let value = JSONValue.object(params)["cursor"] else { return nil }
        guard let cursor = value.string else { throw RPCFailure(.invalidParams, "A cursor is text.") }
        return cursor
    }
}
