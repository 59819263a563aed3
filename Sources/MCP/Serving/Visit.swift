import Contract
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Requests

/// One message on its way from HTTP to an answer.
struct Visit: Sendable {
    let site: MCPSite
    let request: Request
    let requestID: String
    let standing: RequestStanding?

    /// - Throws: ``Problem`` for what the status of HTTP says: who is not let in, what cannot be read, what is too much.
    func answer() async throws -> Response {
        try checkOrigin()
        let plane = try await signIn()
        try checkTypes()
        let language = try language()
        let bytes = try await bytes()
        do {
            switch try IncomingMessage(bytes) {
            case .notification: return Response(status: .accepted)
            case .cancellation(let call):
                site.questions.cancel(call, by: caller)
                return Response(status: .accepted)
            case .response(let id, let result): return try take(result, to: id)
            case .request(let message): return try await answer(message, plane, language)
            }
        } catch let failure as RPCFailure {
            return try refused(failure, to: .null, in: nil)
        }
    }

    private func answer(
        _ message: RPCRequest,
        _ plane: any ControlPlane,
        _ language: ChatLanguage?
    ) async throws -> Response {
        let exchange: Exchange
        do throws(RPCFailure) { exchange = try Exchange(message, request.headers) } catch {
            return try refused(error, to: message.id, in: nil)
        }
        return try await answer(message, Conversation(self, plane, exchange, language))
    }

    private func answer(_ message: RPCRequest, _ conversation: Conversation) async throws -> Response {
        let revision = conversation.exchange.revision
        do {
            switch try await conversation.reply(to: message) {
            case .result(let result):
                var headers = HTTPFields()
                headers[.mcpSession] = result.session?.text
                return try json(conversation.message(of: result, to: message.id), headers: headers)
            case .question(let question):
                return try await Question(question, of: conversation, in: message.id).response()
            }
        } catch let failure as RPCFailure {
            return try refused(failure, to: message.id, in: revision)
        } catch let problem as Problem {
            let uri = message.params["uri"]?.string
            guard let failure = RPCFailure(problem, in: revision, uri: uri) else { throw problem }
            return try refused(failure, to: message.id, in: revision)
        }
    }

    /// A person's answer, for the request that waits for it on this node.
    private func take(_ result: JSONValue?, to id: String) throws(RPCFailure) -> Response {
        guard site.questions.take(PersonsAnswer(result), to: id, from: caller) else {
            throw RPCFailure(.invalidRequest, "Nobody waits for this answer here.")
        }
        return Response(status: .accepted)
    }

    /// Who answers or gives up: these messages say nothing of their session beside the header.
    private var caller: CallerKey {
        CallerKey(secret, request.headers[.mcpSession].flatMap { MCPSession($0) })
    }

    private func refused(_ failure: RPCFailure, to id: JSONValue, in revision: Revision?) throws -> Response {
        let message: JSONValue = ["jsonrpc": "2.0", "id": id, "error": failure.json]
        return try json(message, status: HTTPResponse.Status(code: failure.status(in: revision)))
    }

    private func json(
        _ message: JSONValue,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        let body = ByteBuffer(bytes: try JSON.encode(message))
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}

// MARK: Who asks

extension Visit {
    /// Never a cookie: browsers send those along with what other sites make them ask.
    var secret: String? { SentSecret.bearer(request.headers) }

    /// - Throws: ``Problem`` with `authentication_required`.
    func signIn() async throws(Problem) -> any ControlPlane {
        try await site.settings.requests.signingIn(secret, charged: standing) { () async throws(Problem) in
            try await site.frontDoor.signIn(bearer: secret, requestID: requestID, source: .chat)
        }
    }

    /// Refuses pages of other sites, also such whose name was made to lead here (DNS rebinding).
    ///
    /// - Throws: ``Problem`` with `permission_denied`.
    private func checkOrigin() throws(Problem) {
        guard let origin = request.headers[.origin], origin != site.settings.publicOrigin else { return }
        let authority = request.head.authority?.lowercased() ?? ""
        let isHere = ["localhost", "127.0.0.1", "[::1]"].contains {
            authority == $0 || authority.hasPrefix($0 + ":")
        }
        guard isHere, origin == "http://\(authority)" || origin == "https://\(authority)" else {
            throw Problem(.permissionDenied, as: "other_site", "This request came from another site.")
        }
    }
}

extension MCPSettings {
    /// Scheme and authority of the public address.
    fileprivate var publicOrigin: String? {
        guard let parts = publicURL?.split(separator: "/", omittingEmptySubsequences: false), parts.count >= 3
        else { return nil }
        return parts[..<3].joined(separator: "/")
    }
}

// MARK: What is sent

extension Visit {
    /// Whether the answer may be a stream.
    var acceptsStream: Bool { accepts("text/event-stream") }

    /// - Throws: ``Problem``: 415 for another content type than JSON, 406 where none can be answered.
    private func checkTypes() throws(Problem) {
        let (type, parameters) = HeaderParameters.split(request.headers[.contentType] ?? "")
        let charset = parameters["charset"]?.lowercased() ?? "utf-8"
        guard type.lowercased() == "application/json", ["utf-8", "utf8"].contains(charset) else {
            throw Problem(.unsupportedMediaType, "Send the message as application/json in UTF-8.")
        }
        guard accepts("application/json") else {
            throw Problem(.notAcceptable, "Accept application/json and text/event-stream.")
        }
    }

    private func accepts(_ type: String) -> Bool {
        guard let accept = request.headers[.accept] else { return true }
        let family = type.prefix { $0 != "/" } + "/*"
        return accept.split(separator: ",").contains { range in
            let name = range.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
            return name == type || name == family || name == "*/*"
        }
    }

    private func bytes() async throws(Problem) -> [UInt8] {
        let maximum = site.settings.maximumBytes
        let tooLarge = Problem(.payloadTooLarge, "The body may have at most \(maximum) bytes.")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximum {
            throw tooLarge
        }
        var bytes: [UInt8] = []
        do {
            for try await buffer in request.body {
                guard bytes.count + buffer.readableBytes <= maximum else { throw tooLarge }
                bytes.append(contentsOf: buffer.readableBytesView)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(.malformedRequest, "The body broke off or is not framed as HTTP asks.")
        }
        return bytes
    }

    /// That of `?lang=`, which a client can be configured with, or else the first of `Accept-Language` that is spoken.
    private func language() throws(Problem) -> ChatLanguage? {
        var query = QueryReader(request)
        let chosen = query.choice("lang", of: ChatLanguage.self)
        try query.finish()
        if let chosen { return chosen }
        let accepted = request.headers[.acceptLanguage]?.split(separator: ",") ?? []
        return accepted.lazy.compactMap { range in
            let tag = range.prefix { $0 != ";" && $0 != "-" }.filter { !$0.isWhitespace }.lowercased()
            return ChatLanguage(rawValue: tag)
        }.first
    }
}
