import Contract

/// Why a message got no result: the error of JSON-RPC 2.0.
struct RPCFailure: Error, Equatable {
    /// The codes of JSON-RPC, and those that the protocol adds.
    enum Code: Int {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        /// What HTTP headers say is not what the message says.
        case headerMismatch = -32020
        case unsupportedRevision = -32022
        /// Of the revisions with a handshake; later ones say ``invalidParams``.
        case resourceNotFound = -32002
    }

    let code: Code
    let message: String
    var data: JSONValue?

    init(_ code: Code, _ message: String, data: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    var json: JSONValue {
        var members: [String: JSONValue] = ["code": .integer(code.rawValue), "message": .string(message)]
        members["data"] = data
        return .object(members)
    }

    /// With a handshake only what is no message at all was told by the status.
    func status(in revision: Revision?) -> Int {
        switch code {
        case .parseError, .invalidRequest: 400
        default:
            if revision?.hasHandshake == true { 200 } else { code == .methodNotFound ? 404 : 400 }
        }
    }
}

extension RPCFailure {
    /// What the control plane refuses outside of tools; nil for what the status of HTTP has to say.
    init?(_ problem: Problem, in revision: Revision, uri: String? = nil) {
        var data: [String: JSONValue] = [
            "code": .string(problem.code.rawValue), "next_step": .string(problem.code.nextStep),
        ]
        data["uri"] = uri.map { .string($0) }
        switch problem.code {
        case .authenticationRequired, .rateLimited, .unavailable, .internal: return nil
        case .notFound:
            let code: Code = revision.hasHandshake ? .resourceNotFound : .invalidParams
            self.init(code, problem.detail, data: .object(data))
        default:
            self.init(.invalidParams, problem.detail, data: .object(data))
        }
    }
}
