import Contract
import Domain

extension Problem {
    /// What a person is told; the log tells more.
    static func external(_ reason: IdentityFailure.Reason, at provider: String) -> Problem {
        switch reason {
        case .stale:
            let detail: Phrase =
                "This sign-in was not begun in this browser, took too long or was used already. Begin again."
            return Problem(.authenticationRequired, as: "external_stale", detail)
        case .declined:
            let detail: Phrase = "\(provider, as: "provider") did not sign you in."
            return Problem(.authenticationRequired, as: "external_declined", detail)
        case .unverified:
            let detail: Phrase =
                "What came from \(provider, as: "provider") does not prove who you are. Begin again."
            return Problem(.authenticationRequired, as: "external_unverified", detail)
        case .unreachable:
            let detail: Phrase = "\(provider, as: "provider") cannot be reached now. Try again in a moment."
            return Problem(.unavailable, as: "external_unreachable", detail, retryAfterSeconds: 5)
        case .misconfigured:
            let detail: Phrase = """
                Signing in with \(provider, as: "provider") is not set up as it should be. \
                The server's log tells an administrator more.
                """
            return Problem(.unavailable, as: "external_misconfigured", detail)
        }
    }

    /// For an address from which too many answers came that let nobody in.
    static func tooManyExternalSignIns(until: Timestamp, at now: Timestamp) -> Problem {
        Problem(
            .rateLimited,
            as: "external_too_many",
            "Too many sign-ins from here led to nothing. Try again in a moment.",
            retryAfterSeconds: secondsToWait(until: until, at: now)
        )
    }

    /// For whoever proved who they are and may not come in.
    static func noExternalAccess(at provider: String) -> Problem {
        let detail: Phrase =
            "\(provider, as: "provider") knows you, but you have no access here. An administrator can give it to you."
        return Problem(.authenticationRequired, as: "external_no_access", detail)
    }
}
