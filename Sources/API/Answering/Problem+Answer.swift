import Contract
import HTTPTypes
import Hummingbird

extension Problem {
    /// What a caller is told about any error.
    ///
    /// Refusals pass unchanged. Errors of the HTTP layer keep their meaning; anything else is a defect of
    /// ours, of which nothing is shown.
    init(translating error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as HTTPError: self.init(translating: error.status)
        default: self.init(.internal, "The request was not carried out because of a defect on our side.")
        }
    }

    private init(translating status: HTTPResponse.Status) {
        switch status {
        case .unauthorized: self.init(.authenticationRequired, "This needs a token.")
        case .forbidden: self.init(.permissionDenied, "This is not allowed.")
        case .notFound: self.init(.notFound, "Nothing stands at this address.")
        case .methodNotAllowed: self.init(.methodNotAllowed, "This address does not take that method.")
        case .contentTooLarge: self.init(.payloadTooLarge, "The request is too large.")
        case .unsupportedMediaType: self.init(.unsupportedMediaType, "This content type is not taken here.")
        case .serviceUnavailable: self.init(.unavailable, "The service cannot answer right now.")
        default:
            if status.kind == .clientError {
                self.init(.malformedRequest, "The request could not be read.")
            } else {
                self.init(.internal, "The request was not carried out because of a defect on our side.")
            }
        }
    }
}

extension AnswerEncoder {
    func response(to problem: Problem) throws -> Response {
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if let seconds = problem.retryAfterSeconds {
            headers[.retryAfter] = String(seconds)
        }
        switch problem.code {
        case .authenticationRequired: headers[.wwwAuthenticate] = #"Bearer realm="skillyard""#
        case .permissionDenied:
            headers[.wwwAuthenticate] = #"Bearer realm="skillyard", error="insufficient_scope""#
        // Otherwise a client could go on sending what nobody will read.
        case .payloadTooLarge: headers[.connection] = "close"
        default: break
        }
        return Response(
            status: HTTPResponse.Status(code: problem.status),
            headers: headers,
            body: ResponseBody(byteBuffer: try encode(problem))
        )
    }
}
