import Contract
import HTTPTypes

extension OpenAISimulator {
    /// `{"error": {"message", "type", "param", "code"}}` with the platform's headers.
    func reply(to refusal: Refusal) -> Reply {
        var headers: HTTPFields = [:]
        headers.set("retry-after", refusal.retryAfterSeconds.map { String($0) })
        headers.set("retry-after-ms", refusal.retryAfterMilliseconds.map { String($0) })
        if refusal.status == 429, !refusal.isQuota {
            headers.set("x-ratelimit-limit-requests", "60")
            headers.set("x-ratelimit-remaining-requests", "0")
            headers.set("x-ratelimit-reset-requests", Self.resetText(refusal))
        }
        return .json(
            [
                "error": [
                    "message": .string(refusal.message),
                    "type": .string(refusal.type ?? Self.type(of: refusal)),
                    "param": .optional(refusal.param),
                    "code": .optional(refusal.code ?? Self.code(of: refusal)),
                ]
            ],
            status: refusal.status,
            headers: headers
        )
    }

    private static func type(of refusal: Refusal) -> String {
        switch refusal.status {
        case 429 where refusal.isQuota: "insufficient_quota"
        case 429: "requests"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
    }

    private static func code(of refusal: Refusal) -> String? {
        switch refusal.status {
        case 401: "invalid_api_key"
        case 403: "insufficient_permissions"
        case 404: "not_found"
        case 409: "conflict"
        case 413: "file_too_large"
        case 429: refusal.isQuota ? "insufficient_quota" : "rate_limit_exceeded"
        case 500...: "server_error"
        default: nil
        }
    }

    /// A duration as Go writes it, the way the platform does.
    private static func resetText(_ refusal: Refusal) -> String {
        refusal.retryAfterMilliseconds.map { "\($0)ms" } ?? "\(refusal.retryAfterSeconds ?? 1)s"
    }
}
