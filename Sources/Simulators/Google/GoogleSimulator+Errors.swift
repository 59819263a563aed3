import Contract
import HTTPTypes

extension GoogleSimulator {
    /// `{"error": {"code", "message", "status", "details"}}` (google.aip.dev/193).
    func reply(to refusal: Refusal) -> Reply {
        var error: [String: JSONValue] = [
            "code": .integer(refusal.status),
            "message": .string(refusal.message),
            "status": .string(refusal.code ?? Self.code(of: refusal.status)),
        ]
        var details: [JSONValue] = []
        if let delay = Self.delay(of: refusal) {
            details.append([
                "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": .string(delay),
            ])
        }
        if refusal.isQuota {
            details.append([
                "@type": "type.googleapis.com/google.rpc.QuotaFailure",
                "violations": [["subject": "project", "description": "Skill writes per day"]],
            ])
        }
        if !details.isEmpty { error["details"] = .array(details) }
        return .json(["error": .object(error)], status: refusal.status)
    }

    private static func delay(of refusal: Refusal) -> String? {
        if let milliseconds = refusal.retryAfterMilliseconds {
            return "\(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst())s"
        }
        return refusal.retryAfterSeconds.map { "\($0)s" }
    }

    private static func code(of status: Int) -> String {
        switch status {
        case 401: "UNAUTHENTICATED"
        case 403: "PERMISSION_DENIED"
        case 404: "NOT_FOUND"
        case 409: "ABORTED"
        case 429: "RESOURCE_EXHAUSTED"
        case 499: "CANCELLED"
        case 501: "UNIMPLEMENTED"
        case 503: "UNAVAILABLE"
        case 408, 504: "DEADLINE_EXCEEDED"
        case 500...: "INTERNAL"
        default: "INVALID_ARGUMENT"
        }
    }
}
