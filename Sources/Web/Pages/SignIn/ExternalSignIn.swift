import Contract
import HTTPTypes
import Hummingbird
import Requests

extension WebSite {
    /// Where the provider sends browsers back to, with a code in the address.
    static let externalSignInEnd = "/sign-in/oidc/callback"

    static let externalSignInRoutes: [Route] = [
        .open(.get, "/sign-in/oidc", beginExternalSignIn),
        .open(.get, externalSignInEnd, endExternalSignIn),
    ]

    /// A link and not a form, as the policy of the pages lets no form end elsewhere; nothing changes here by it.
    private static let beginExternalSignIn: @Sendable (Visit) async throws -> Response = { visit in
        let next = visit.query["next"].flatMap(WebSite.ownPath)
        // Another site may send somebody here to sign in, but not to sign in as somebody else.
        guard !visit.comesFromElsewhere || visit.keptSecret == nil else {
            return visit.redirect(to: next ?? "/dashboard")
        }
        if let place = visit.publicPlace(next) { return visit.redirect(to: place) }
        do throws(Problem) {
            let start = try await visit.site.frontDoor.beginExternalSignIn(requestID: visit.requestID)
            let kept = ExternalSignInCookie(attempt: start.attempt, next: next).text
            var response = visit.keepingExternalSignIn(
                kept,
                for: start.life,
                in: visit.redirect(to: start.address)
            )
            response.headers[.referrerPolicy] = "no-referrer"
            return response
        } catch {
            return try visit.refused(error, next: next)
        }
    }

    private static let endExternalSignIn: @Sendable (Visit) async throws -> Response = { visit in
        let kept = visit.keptExternalSignIn.map(ExternalSignInCookie.init(text:))
        let next = kept?.next.flatMap(WebSite.ownPath)
        let query = visit.query
        let answer = ExternalSignInAnswer(
            code: query["code"],
            state: query["state"],
            error: query["error"],
            issuer: query["iss"],
            attempt: kept?.attempt,
            address: visit.callerAddress
        )
        var response: Response
        do throws(Problem) {
            let issued = try await visit.site.frontDoor.signIn(
                answer,
                requestID: visit.requestID,
                source: .web
            )
            await visit.endFormerSession()
            response = visit.entering(next, with: issued.secret)
        } catch {
            // The page of what went wrong would stay at this address, and the code with it.
            let told = ExternalSignInRefusal(error) == nil ? Problem.failedExternalSignIn : error
            response = try visit.refused(told, next: next)
        }
        // In the address stands the code.
        response.headers[.referrerPolicy] = "no-referrer"
        return visit.forgettingExternalSignIn(response)
    }
}

extension Visit {
    /// For whoever has asked too much to be let in now: no code stays in the address for that either.
    func sentBackFromExternalSignIn() -> Response {
        let refused = ExternalSignInRefusal.tooMany.rawValue
        return forgettingExternalSignIn(redirect(to: Address("/sign-in", ["refused": refused]).text))
    }

    /// Whether another site made the browser come here.
    fileprivate var comesFromElsewhere: Bool {
        guard let site = request.headers[.secFetchSite] else { return false }
        return site != "same-origin" && site != "none"
    }

    /// The same at the address that the provider sends browsers back to, where that is another one.
    ///
    /// What the browser keeps here would not come along. Once only, as a proxy may hide which address was asked for.
    fileprivate func publicPlace(_ next: String?) -> String? {
        guard let address = site.settings.publicURL, let asked = request.head.authority, query["here"] == nil,
            address.split(separator: "/").dropFirst().first.map(String.init) != asked
        else { return nil }
        return address + Address("/sign-in/oidc", ["next": next, "here": "yes"]).text
    }

    /// Back to the page of signing in, so that no code stays in the address.
    ///
    /// - Throws: What is no refusal of a sign-in.
    fileprivate func refused(_ problem: Problem, next: String?) throws -> Response {
        guard let refusal = ExternalSignInRefusal(problem) else { return try self.refusal(because: problem) }
        return redirect(to: Address("/sign-in", ["refused": refusal.rawValue, "next": next]).text)
    }
}

extension Problem {
    /// For what has nothing to do with signing in, such as a database that is away.
    fileprivate static var failedExternalSignIn: Problem {
        Problem(
            .unavailable,
            as: "external_failed",
            "Signing in did not work just now. Try again in a moment."
        )
    }
}

/// What the browser keeps while somebody signs in elsewhere.
struct ExternalSignInCookie: Equatable, Sendable {
    let attempt: String
    /// Where to go on after that.
    let next: String?

    /// Browsers keep no more than 4 kB.
    private static let longestNext = 2048

    init(attempt: String, next: String?) {
        self.attempt = attempt
        self.next = next.flatMap { $0.utf8.count <= Self.longestNext ? $0 : nil }
    }

    init(text: String) {
        let parts = text.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
        attempt = parts.first.map(String.init) ?? ""
        next = parts.count > 1 ? PercentEncoding.decode(parts[1], plusIsSpace: false) : nil
    }

    var text: String { next.map { "\(attempt)~\(percentEncoded($0))" } ?? attempt }
}

/// Why signing in elsewhere led to nothing, as it stands in an address.
enum ExternalSignInRefusal: String, CaseIterable, Sendable {
    case stale
    case declined
    case unverified
    case noAccess = "no_access"
    case unreachable
    case misconfigured
    case failed
    case tooMany = "too_many"

    init?(_ problem: Problem) {
        guard let key = problem.wording?.key, let found = Self.allCases.first(where: { $0.key == key }) else {
            return nil
        }
        self = found
    }

    /// Of its sentence.
    private var key: String {
        switch self {
        case .stale, .declined, .unverified, .noAccess: "authentication_required.external_\(rawValue)"
        case .unreachable, .misconfigured, .failed: "unavailable.external_\(rawValue)"
        case .tooMany: "rate_limited.external_\(rawValue)"
        }
    }

    func said(by words: Words, of provider: String) -> Said {
        words.said(rawValue, Wording(key: key, arguments: ["provider": provider]))
    }
}
