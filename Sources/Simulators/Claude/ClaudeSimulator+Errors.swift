import Contract
import HTTPTypes

extension ClaudeSimulator {
    /// `{"type": "error", "error": {…}, "request_id"}`, the id also in the header `request-id`.
    func reply(to refusal: Refusal) -> Reply {
        let requestID = Self.requestID()
        var headers: HTTPFields = [:]
        headers.set("request-id", requestID)
        if (400..<500).contains(refusal.status), ![408, 409, 429].contains(refusal.status) {
            headers.set("x-should-retry", "false")
        }
        headers.set("retry-after", refusal.retryAfterSeconds.map { String($0) })
        headers.set("retry-after-ms", refusal.retryAfterMilliseconds.map { String($0) })
        if refusal.status == 429, !refusal.isQuota {
            let wait = Duration.milliseconds(
                refusal.retryAfterMilliseconds ?? (refusal.retryAfterSeconds ?? 1) * 1000
            )
            headers.set("anthropic-ratelimit-requests-limit", "50")
            headers.set("anthropic-ratelimit-requests-remaining", "0")
            headers.set("anthropic-ratelimit-requests-reset", (now() + wait).description)
        }
        var error: [String: JSONValue] = [
            "type": .string(refusal.type ?? Self.type(of: refusal)),
            "message": .string(refusal.message),
        ]
        if let code = refusal.code ?? Self.code(of: refusal) {
            error["details"] = ["error_code": .string(code)]
        }
        return .json(
            ["type": "error", "error": .object(error), "request_id": .string(requestID)],
            status: refusal.status,
            headers: headers
        )
    }

    static func requestID() -> String { "req_011" + RandomText.base58(21) }

    private static func type(of refusal: Refusal) -> String {
        switch refusal.status {
        case 401: "authentication_error"
        case 402: "billing_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 408, 504: "timeout_error"
        case 409: "conflict_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 529: "overloaded_error"
        case 500...: "api_error"
        default: "invalid_request_error"
        }
    }

    private static func code(of refusal: Refusal) -> String? {
        refusal.status == 429 && refusal.isQuota ? "enforced_spend_limit_reached" : nil
    }
}
