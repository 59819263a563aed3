import Contract

/// What each vendor's refusals mean: one table, the first row that fits decides.
///
/// `docs/07-provider-adapter-spec.md` shows the same rows. Text is matched only where a vendor gives
/// neither a status nor a code of its own; vendors say that wording can change, so those rows fall back to
/// the row below.
struct FailureRow: Sendable {
    /// Empty for all.
    let vendors: [Vendor]
    let status: ClosedRange<Int>
    /// Any of these must be among the vendor's codes; empty for no condition.
    let codes: [String]
    /// A part of the vendor's message.
    let mention: String?
    /// Empty for all.
    let purposes: [Outgoing.Purpose]
    let code: FailureCode
    /// Outranks the code where the same code can go either way.
    let retry: Bool?

    init(
        _ status: ClosedRange<Int>,
        _ code: FailureCode,
        from vendors: Vendor...,
        named codes: [String] = [],
        mention: String? = nil,
        on purposes: [Outgoing.Purpose] = [],
        retry: Bool? = nil
    ) {
        self.vendors = vendors
        self.status = status
        self.codes = codes
        self.mention = mention
        self.purposes = purposes
        self.code = code
        self.retry = retry
    }

    func fits(_ vendor: Vendor, status: Int, error: VendorError, purpose: Outgoing.Purpose) -> Bool {
        (vendors.isEmpty || vendors.contains(vendor)) && self.status.contains(status)
            && (codes.isEmpty || codes.contains { error.codes.contains($0) })
            && (mention.map { error.message?.contains($0) ?? false } ?? true)
            && (purposes.isEmpty || purposes.contains(purpose))
    }
}

enum FailureTable {
    static let changing: [Outgoing.Purpose] = [.upload, .change, .delete]

    static let rows: [FailureRow] = [
        FailureRow(401...401, .authFailed),
        FailureRow(
            400...400,
            .permissionDenied,
            from: .claude,
            named: ["organization_on_hold", "claude_code_key_creator_not_member"]
        ),
        FailureRow(
            400...400,
            .permissionDenied,
            from: .claude,
            named: ["cmek_key_disabled", "cmek_key_network_blocked"]
        ),
        FailureRow(400...400, .quotaExceeded, from: .claude, named: ["billing_error"]),
        FailureRow(400...400, .quotaExceeded, from: .claude, mention: "spend limit"),
        FailureRow(400...400, .timeout, from: .claude, named: ["request_body_timeout"]),
        FailureRow(400...400, .conflict, from: .claude, mention: "consistent across all versions"),
        FailureRow(400...400, .conflict, from: .claude, mention: "reuse an existing display_title"),
        FailureRow(400...400, .conflict, from: .google, named: ["FAILED_PRECONDITION"]),
        FailureRow(400...400, .conflict, from: .openai, .claude, on: [.delete]),
        FailureRow(400...400, .invalidSkill, on: [.upload]),
        FailureRow(422...422, .invalidSkill, on: [.upload]),
        FailureRow(402...402, .quotaExceeded),
        FailureRow(403...403, .permissionDenied),
        FailureRow(404...404, .notFound),
        FailureRow(408...408, .outcomeUnknown, on: changing),
        FailureRow(408...408, .timeout),
        FailureRow(409...409, .conflict, from: .google, named: ["ABORTED"], retry: true),
        FailureRow(409...409, .conflict),
        FailureRow(413...413, .payloadTooLarge),
        FailureRow(429...429, .quotaExceeded, from: .openai, named: ["insufficient_quota"]),
        FailureRow(
            429...429,
            .quotaExceeded,
            from: .claude,
            named: ["contract_spend_limit_reached", "enforced_spend_limit_reached"]
        ),
        FailureRow(429...429, .quotaExceeded, from: .google, named: ["quota_per_day"]),
        FailureRow(429...429, .rateLimited),
        FailureRow(499...499, .canceled),
        FailureRow(501...501, .internal),
        FailureRow(504...504, .outcomeUnknown, on: changing),
        FailureRow(504...504, .timeout),
        FailureRow(500...599, .providerUnavailable),
    ]

    /// The meaning of a refusal; `internal` for what no row knows.
    static func meaning(
        _ vendor: Vendor,
        status: Int,
        error: VendorError,
        purpose: Outgoing.Purpose
    ) -> (code: FailureCode, retry: Bool?) {
        let row = rows.first { $0.fits(vendor, status: status, error: error, purpose: purpose) }
        return (row?.code ?? .internal, row?.retry)
    }
}
