/// A request that is not carried out, before it takes a vendor's shape.
///
/// Every vendor turns it into its own body and headers; what is left out it fills in from the status.
struct Refusal: Error, Equatable, Sendable {
    var status: Int
    var message: String
    /// OpenAI's `code`, Claude's `details.error_code`, Google's `status`.
    var code: String?
    /// OpenAI's and Claude's `type`.
    var type: String?
    /// The offending parameter, where the vendor names it.
    var param: String?
    var retryAfterSeconds: Int?
    var retryAfterMilliseconds: Int?
    /// True when the account's means are used up and waiting does not help.
    var isQuota = false

    init(
        _ status: Int,
        _ message: String,
        code: String? = nil,
        type: String? = nil,
        param: String? = nil
    ) {
        self.status = status
        self.message = message
        self.code = code
        self.type = type
        self.param = param
    }

    static let storage = Refusal(500, "The simulator cannot write its data.")
    static let unauthorized = Refusal(401, "The credential is missing or wrong.")
    static let forbidden = Refusal(403, "The credential has no access to skills.")
    static let tooLarge = Refusal(413, "The request is larger than this endpoint accepts.")
}
