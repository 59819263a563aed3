package import Contract

/// Why a provider refused or failed an order, in one vocabulary for all providers.
///
/// An adapter maps every status, timeout and malformed reply to exactly one ``FailureCode``; nothing above
/// the adapter sees a provider's own error types.
package struct ProviderFailure: Error, Equatable, Sendable {
    package let code: FailureCode
    /// One sentence for people, free of credentials, headers and reply bodies.
    package let message: String
    package let providerStatus: Int?
    /// The provider's own code, such as `insufficient_quota`.
    package let vendorCode: String?
    package let requestID: String?
    /// How long the provider asked us to wait, if it said so.
    package let retryAfter: Duration?
    /// The provider's word on trying again, where it gave one (`x-should-retry`); outranks the code.
    package let shouldRetry: Bool?
    /// Whether the provider has no part in it.
    package let isOurs: Bool

    package init(
        _ code: FailureCode,
        _ message: String,
        providerStatus: Int? = nil,
        vendorCode: String? = nil,
        requestID: String? = nil,
        retryAfter: Duration? = nil,
        shouldRetry: Bool? = nil,
        isOurs: Bool = false
    ) {
        self.code = code
        self.message = message
        self.providerStatus = providerStatus
        self.vendorCode = vendorCode
        self.requestID = requestID
        self.retryAfter = retryAfter
        self.shouldRetry = shouldRetry
        self.isOurs = isOurs
    }

    package var isRetryable: Bool {
        // An unknown outcome is always looked at again: the provider cannot know that we missed its answer.
        code == .outcomeUnknown || (shouldRetry ?? code.isRetryable)
    }

    /// As shown to people and stored.
    package var taskError: TaskError {
        TaskError(
            code: code,
            message: message,
            retryable: isRetryable,
            providerStatus: providerStatus,
            vendorCode: vendorCode,
            providerRequestID: requestID
        )
    }
}
