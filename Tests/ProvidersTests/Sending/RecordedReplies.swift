import Contract

@testable import Providers

/// A refusal as a vendor sends it, and what it has to become.
///
/// Statuses, codes, headers and envelopes are the documented ones; message texts are examples.
struct RecordedReply: Sendable, CustomStringConvertible {
    let vendor: Vendor
    let status: Int
    var headers: [(String, String)] = []
    let body: String
    var purpose = Outgoing.Purpose.upload
    let code: FailureCode
    var vendorCode: String?
    var requestID: String?
    var retryAfter: Duration?
    var retryable: Bool

    var description: String { "\(vendor) \(status) \(vendorCode ?? "-") \(purpose)" }
}

extension RecordedReply {
    static func openAI(
        _ status: Int,
        _ type: String,
        code vendorCode: String? = nil,
        on purpose: Outgoing.Purpose = .upload,
        headers: [(String, String)] = [],
        _ code: FailureCode,
        retryAfter: Duration? = nil,
        retryable: Bool = false
    ) -> RecordedReply {
        let quoted = vendorCode.map { "\"\($0)\"" } ?? "null"
        return RecordedReply(
            vendor: .openai,
            status: status,
            headers: headers + [("x-request-id", "req_openai")],
            body: #"{"error":{"message":"Words.","type":"\#(type)","param":null,"code":\#(quoted)}}"#,
            purpose: purpose,
            code: code,
            vendorCode: vendorCode ?? type,
            requestID: "req_openai",
            retryAfter: retryAfter,
            retryable: retryable
        )
    }

    static func claude(
        _ status: Int,
        _ type: String,
        detail: String? = nil,
        message: String = "Words.",
        on purpose: Outgoing.Purpose = .upload,
        headers: [(String, String)] = [],
        _ code: FailureCode,
        retryAfter: Duration? = nil,
        retryable: Bool = false
    ) -> RecordedReply {
        let details = detail.map { #","details":{"error_code":"\#($0)"}"# } ?? ""
        let error = #"{"type":"\#(type)","message":"\#(message)"\#(details)}"#
        return RecordedReply(
            vendor: .claude,
            status: status,
            headers: headers,
            body: #"{"type":"error","error":\#(error),"request_id":"req_claude"}"#,
            purpose: purpose,
            code: code,
            vendorCode: detail ?? type,
            requestID: "req_claude",
            retryAfter: retryAfter,
            retryable: retryable
        )
    }

    static func google(
        _ status: Int,
        _ name: String,
        details: String = "",
        on purpose: Outgoing.Purpose = .upload,
        _ code: FailureCode,
        vendorCode: String? = nil,
        retryAfter: Duration? = nil,
        retryable: Bool = false
    ) -> RecordedReply {
        RecordedReply(
            vendor: .google,
            status: status,
            body:
                #"{"error":{"code":\#(status),"message":"Words.","status":"\#(name)","details":[\#(details)]}}"#,
            purpose: purpose,
            code: code,
            vendorCode: vendorCode ?? name,
            requestID: nil,
            retryAfter: retryAfter,
            retryable: retryable
        )
    }

    static let all = openAIReplies + claudeReplies + googleReplies + otherReplies

    private static let openAIReplies: [RecordedReply] = [
        .openAI(401, "invalid_request_error", code: "invalid_api_key", .authFailed),
        .openAI(
            403,
            "invalid_request_error",
            code: "unsupported_country_region_territory",
            .permissionDenied
        ),
        .openAI(404, "invalid_request_error", on: .delete, .notFound),
        .openAI(409, "conflict_error", .conflict),
        .openAI(400, "invalid_request_error", on: .delete, .conflict),
        .openAI(400, "invalid_request_error", code: "invalid_value", .invalidSkill),
        .openAI(422, "invalid_request_error", .invalidSkill),
        .openAI(400, "invalid_request_error", on: .change, .internal),
        .openAI(413, "invalid_request_error", .payloadTooLarge),
        .openAI(
            429,
            "requests",
            code: "rate_limit_exceeded",
            headers: [("retry-after-ms", "1500"), ("retry-after", "2")],
            .rateLimited,
            retryAfter: .milliseconds(1500),
            retryable: true
        ),
        .openAI(
            429,
            "tokens",
            code: "rate_limit_exceeded",
            headers: [("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "6m0s")],
            .rateLimited,
            retryAfter: .seconds(360),
            retryable: true
        ),
        .openAI(429, "insufficient_quota", code: "insufficient_quota", .quotaExceeded),
        .openAI(402, "billing_error", .quotaExceeded),
        .openAI(500, "server_error", .providerUnavailable, retryable: true),
        .openAI(502, "server_error", .providerUnavailable, retryable: true),
        .openAI(503, "server_error", headers: [("x-should-retry", "false")], .providerUnavailable),
        .openAI(501, "server_error", .internal),
        .openAI(408, "timeout", .outcomeUnknown, retryable: true),
        .openAI(408, "timeout", on: .read, .timeout, retryable: true),
        .openAI(504, "timeout", on: .read, .timeout, retryable: true),
        .openAI(418, "teapot", .internal),
    ]

    private static let claudeReplies: [RecordedReply] = [
        .claude(401, "authentication_error", .authFailed),
        .claude(403, "permission_error", .permissionDenied),
        .claude(400, "invalid_request_error", detail: "organization_on_hold", .permissionDenied),
        .claude(
            400,
            "invalid_request_error",
            detail: "claude_code_key_creator_not_member",
            .permissionDenied
        ),
        .claude(400, "invalid_request_error", detail: "cmek_key_disabled", .permissionDenied),
        .claude(404, "not_found_error", on: .read, .notFound),
        .claude(409, "conflict_error", .conflict),
        .claude(400, "invalid_request_error", on: .delete, .conflict),
        .claude(
            400,
            "invalid_request_error",
            message: "Skill name 'b' in SKILL.md must be consistent across all versions.",
            .conflict
        ),
        .claude(
            400,
            "invalid_request_error",
            message: "Skill cannot reuse an existing display_title: Demo",
            .conflict
        ),
        .claude(400, "invalid_request_error", headers: [("x-should-retry", "false")], .invalidSkill),
        .claude(413, "request_too_large", .payloadTooLarge),
        .claude(
            429,
            "rate_limit_error",
            headers: [("retry-after", "12")],
            .rateLimited,
            retryAfter: .seconds(12),
            retryable: true
        ),
        .claude(
            429,
            "rate_limit_error",
            headers: [
                ("anthropic-ratelimit-requests-remaining", "0"),
                ("anthropic-ratelimit-requests-reset", "2026-11-22T10:01:00Z"),
                ("anthropic-ratelimit-tokens-remaining", "5"),
                ("anthropic-ratelimit-tokens-reset", "2026-11-22T11:00:00Z"),
            ],
            .rateLimited,
            retryAfter: .seconds(60),
            retryable: true
        ),
        .claude(429, "rate_limit_error", detail: "ramp_limit_exceeded", .rateLimited, retryable: true),
        .claude(429, "rate_limit_error", detail: "contract_spend_limit_reached", .quotaExceeded),
        .claude(429, "rate_limit_error", detail: "enforced_spend_limit_reached", .quotaExceeded),
        .claude(402, "billing_error", .quotaExceeded),
        .claude(400, "billing_error", .quotaExceeded),
        .claude(400, "invalid_request_error", message: "The spend limit you set is reached.", .quotaExceeded),
        .claude(500, "api_error", .providerUnavailable, retryable: true),
        .claude(503, "api_error", detail: "cmek_context_unavailable", .providerUnavailable, retryable: true),
        .claude(529, "overloaded_error", .providerUnavailable, retryable: true),
        .claude(400, "invalid_request_error", detail: "request_body_timeout", .timeout, retryable: true),
        .claude(504, "timeout_error", .outcomeUnknown, retryable: true),
        .claude(499, "client_closed", .canceled),
    ]

    private static let googleReplies: [RecordedReply] = [
        .google(401, "UNAUTHENTICATED", .authFailed),
        .google(403, "PERMISSION_DENIED", .permissionDenied),
        .google(404, "NOT_FOUND", .notFound),
        .google(409, "ALREADY_EXISTS", .conflict),
        .google(409, "ABORTED", .conflict, retryable: true),
        .google(400, "FAILED_PRECONDITION", .conflict),
        .google(400, "INVALID_ARGUMENT", .invalidSkill),
        .google(413, "INVALID_ARGUMENT", .payloadTooLarge),
        .google(
            429,
            "RESOURCE_EXHAUSTED",
            details: #"{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"30s"}"#,
            .rateLimited,
            retryAfter: .seconds(30),
            retryable: true
        ),
        .google(
            429,
            "RESOURCE_EXHAUSTED",
            details:
                #"{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"WritesPerDay"}]}"#,
            .quotaExceeded,
            vendorCode: "quota_per_day"
        ),
        .google(500, "INTERNAL", .providerUnavailable, retryable: true),
        .google(503, "UNAVAILABLE", .providerUnavailable, retryable: true),
        .google(504, "DEADLINE_EXCEEDED", on: .read, .timeout, retryable: true),
        .google(499, "CANCELLED", .canceled),
    ]

    private static let otherReplies: [RecordedReply] = [
        RecordedReply(
            vendor: .registry,
            status: 422,
            body: #"{"code":"bad_skill","detail":"No SKILL.md."}"#,
            code: .invalidSkill,
            vendorCode: "bad_skill",
            retryable: false
        ),
        // A proxy in between answers in its own way.
        RecordedReply(
            vendor: .openai,
            status: 502,
            headers: [("retry-after", "Sun, 22 Nov 2026 10:00:05 GMT")],
            body: "<html>Bad gateway</html>",
            code: .providerUnavailable,
            retryAfter: .seconds(5),
            retryable: true
        ),
        // Nobody is followed to another address.
        RecordedReply(vendor: .claude, status: 307, body: "", code: .internal, retryable: false),
    ]
}
