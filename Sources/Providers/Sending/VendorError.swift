import Contract

/// What a vendor's error body says, in one form for all of them.
struct VendorError: Equatable, Sendable {
    /// The vendor's names for what went wrong, the most exact first.
    var codes: [String] = []
    var message: String?
    var requestID: String?
    /// From Google's RetryInfo.
    var retryDelay: Duration?

    init() {}

    /// Reads an error body; anything unreadable gives an empty value, since the status still tells something.
    init(_ body: some Sequence<UInt8>, from vendor: Vendor) {
        self.init()
        switch vendor {
        case .openai:
            // An unreadable error body is normal (a proxy's HTML page): the status decides alone.
            let error = try? JSON.decode(OpenAIBody.self, from: body).error
            codes = [error?.code, error?.type].compactMap(\.self)
            message = error?.message
        case .claude:
            // As above.
            let body = try? JSON.decode(ClaudeBody.self, from: body)
            codes = [body?.error.details?.errorCode, body?.error.type].compactMap(\.self)
            message = body?.error.message
            requestID = body?.requestID
        case .google:
            // As above.
            if let error = try? JSON.decode(GoogleBody.self, from: body).error { self.init(google: error) }
        case .registry:
            // As above.
            let body = try? JSON.decode(RegistryBody.self, from: body)
            codes = [body?.error?.code, body?.code].compactMap(\.self)
            message = body?.error?.message ?? body?.detail
        }
    }

    /// Reads a `google.rpc.Status`, of a reply or of a failed operation.
    init(google error: GoogleStatus) {
        let violations = error.details?.flatMap { $0.violations ?? [] } ?? []
        if violations.contains(where: \.isPerDay) {
            codes.append("quota_per_day")
        }
        if let status = error.status { codes.append(status) }
        message = error.message
        retryDelay = error.details?.compactMap(\.retryDelay).first.flatMap(RetryHints.goDuration)
        requestID = error.details?.compactMap(\.requestID).first
    }
}

/// `google.rpc.Status` (https://google.aip.dev/193).
struct GoogleStatus: Decodable, Sendable {
    struct Detail: Decodable, Sendable {
        struct Violation: Decodable, Sendable {
            let subject: String?
            let description: String?
            let quotaID: String?

            enum CodingKeys: String, CodingKey {
                case subject
                case description
                case quotaID = "quotaId"
            }

            /// Whether the limit is one that waiting a moment does not lift; there is no field for it.
            var isPerDay: Bool {
                [subject, description, quotaID].contains { text in
                    text?.lowercased().filter(\.isLetter).contains("perday") ?? false
                }
            }
        }

        let retryDelay: String?
        let requestID: String?
        let violations: [Violation]?

        enum CodingKeys: String, CodingKey {
            case retryDelay
            case requestID = "requestId"
            case violations
        }
    }

    /// An HTTP status in replies, a gRPC code in operations.
    let code: Int?
    let message: String?
    let status: String?
    let details: [Detail]?
}

private struct GoogleBody: Decodable {
    let error: GoogleStatus
}

private struct OpenAIBody: Decodable {
    struct Content: Decodable {
        let message: String?
        let type: String?
        let code: String?
    }

    let error: Content
}

private struct ClaudeBody: Decodable {
    struct Content: Decodable {
        struct Details: Decodable {
            let errorCode: String?

            enum CodingKeys: String, CodingKey {
                case errorCode = "error_code"
            }
        }

        let type: String?
        let message: String?
        let details: Details?
    }

    let error: Content
    let requestID: String?

    enum CodingKeys: String, CodingKey {
        case error
        case requestID = "request_id"
    }
}

/// Either `{"error":{"code","message"}}` or problem+json with a `code`.
private struct RegistryBody: Decodable {
    struct Content: Decodable {
        let code: String?
        let message: String?
    }

    let error: Content?
    let code: String?
    let detail: String?
}
