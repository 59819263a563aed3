package import Contract

/// A provider's wish that nobody asks for a while: HTTP 429 with Retry-After (RFC 6585, section 4).
///
/// It is the account's and not one skill's, so nothing begins there meanwhile.
extension BackOffView {
    /// A wish for longer is looked into after this by those whose turn it is: a vendor cannot take back one that it gave
    /// in error.
    package static let longest = Duration.seconds(300)
    /// One wish that follows another so closely goes on with it.
    package static let gap = Duration.seconds(60)

    /// What the end of a try asks for, by itself; nil where it asks for nothing.
    package init?(_ action: InstallTask.Action, at now: Timestamp) {
        guard case .fail(let failure, _) = action, failure.code == .rateLimited, !failure.isOurs,
            let wait = failure.retryAfter, wait > .zero
        else { return nil }
        self.init(since: now, until: now + min(wait, Self.longest), error: failure.taskError)
    }
}
