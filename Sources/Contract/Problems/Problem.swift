/// The answer to a request that was refused: `application/problem+json` (RFC 9457).
///
/// Every refusal changes nothing, names what is wrong and says what to do next.
package struct Problem: Error, Equatable, Sendable {
    package let code: ProblemCode
    /// What is wrong this time, for people; free of secrets and internals.
    package let detail: String
    /// To say ``detail`` in another language; nil where it is said in English only.
    package let wording: Wording?
    /// The first ``maximumFaults`` of them.
    package let errors: [Fault]
    /// Ties the answer to the server's log; filled in by the front end that answers.
    package var requestID: String?
    package let retryAfterSeconds: Int?

    /// One thing that is wrong with a request.
    package struct Fault: Codable, Equatable, Sendable {
        /// Where: a JSON pointer (RFC 6901) into the body, or `?name` for a query parameter.
        package let pointer: String
        package let code: String
        package let detail: String
        /// The file and line inside an uploaded skill, where the fault lies there.
        package let path: String?
        package let line: Int?
        package let fix: String?
        /// To say ``detail`` and ``fix`` in another language; nil where they are said in English only.
        package let wording: Wording?

        package init(
            pointer: String,
            code: String,
            detail: String,
            path: String? = nil,
            line: Int? = nil,
            fix: String? = nil,
            wording: Wording? = nil
        ) {
            self.pointer = pointer
            self.code = code
            self.detail = detail
            self.path = path
            self.line = line
            self.fix = fix
            self.wording = wording
        }
    }

    /// Nobody reads more, and an answer must not grow with what it refuses.
    package static let maximumFaults = 100

    package init(
        _ code: ProblemCode,
        _ detail: String,
        wording: Wording? = nil,
        errors: [Fault] = [],
        requestID: String? = nil,
        retryAfterSeconds: Int? = nil
    ) {
        self.code = code
        self.detail = detail
        self.wording = wording
        self.errors = Array(errors.prefix(Self.maximumFaults))
        self.requestID = requestID
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// A refusal that can be said in any language.
    ///
    /// - Parameters:
    ///   - code: Why it was refused.
    ///   - variant: Which of the code's sentences it is; stable, as pages look it up.
    ///   - detail: What is wrong this time.
    ///   - errors: What exactly.
    ///   - retryAfterSeconds: When trying again may succeed.
    package init(
        _ code: ProblemCode,
        as variant: String,
        _ detail: Phrase,
        errors: [Fault] = [],
        retryAfterSeconds: Int? = nil
    ) {
        self.init(
            code,
            detail.english,
            wording: Wording(code.rawValue, variant, detail),
            errors: errors,
            retryAfterSeconds: retryAfterSeconds
        )
    }

    package var status: Int { code.status }
}

extension Problem: Codable {
    enum CodingKeys: String, CodingKey {
        case type
        case title
        case status
        case code
        case detail
        case wording
        case errors
        case requestID = "request_id"
        case nextStep = "next_step"
        case retryAfterSeconds = "retry_after_seconds"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try values.decode(ProblemCode.self, forKey: .code),
            try values.decode(String.self, forKey: .detail),
            wording: try values.decodeIfPresent(Wording.self, forKey: .wording),
            errors: try values.decodeIfPresent([Fault].self, forKey: .errors) ?? [],
            requestID: try values.decodeIfPresent(String.self, forKey: .requestID),
            retryAfterSeconds: try values.decodeIfPresent(Int.self, forKey: .retryAfterSeconds)
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode("urn:skillyard:problem:\(code.rawValue)", forKey: .type)
        try values.encode(code.title, forKey: .title)
        try values.encode(code.status, forKey: .status)
        try values.encode(code, forKey: .code)
        try values.encode(detail, forKey: .detail)
        try values.encodeIfPresent(wording, forKey: .wording)
        try values.encode(errors, forKey: .errors)
        try values.encodeIfPresent(requestID, forKey: .requestID)
        try values.encode(code.nextStep, forKey: .nextStep)
        try values.encodeIfPresent(retryAfterSeconds, forKey: .retryAfterSeconds)
    }
}
