import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let signInRoutes: [Route] = [
        .open(.get, "/sign-in") { visit in
            try visit.signInPage(SignInModel(visit, visit.query))
        },
        .open(.post, "/sign-in", signIn),
        .open(.post, "/sign-out", signOut),
    ]

    private static let signIn: @Sendable (Visit) async throws -> Response = { visit in
        let form = try await visit.form()
        do throws(Problem) {
            let secret = try await visit.secret(from: form)
            await visit.endFormerSession()
            return visit.entering(form["next"], with: secret)
        } catch {
            guard error.code == .authenticationRequired || error.code == .rateLimited else { throw error }
            return try visit.signInPage(SignInModel(visit, form, refusal: error))
        }
    }

    /// The browser forgets the secret whatever the server can do by now.
    private static let signOut: @Sendable (Visit) async throws -> Response = { visit in
        do throws(Problem) {
            _ = try await visit.signIn().endCurrentSession()
        } catch {
            // A token begins no session, and one that has ended needs no end.
            guard error.code == .notFound || error.code == .authenticationRequired else {
                return visit.forgettingSession(try visit.refusal(because: error))
            }
        }
        return visit.forgettingSession(visit.redirect(to: "/sign-in"))
    }

    /// A path of ours, and not an address of somebody else's.
    static func ownPath(_ text: String) -> String? {
        guard text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return text
    }
}

extension Visit {
    /// What the browser is to keep: a new session's secret, or the token that was pasted.
    fileprivate func secret(from form: FormFields) async throws(Problem) -> String {
        if let token = form["token"]?.filter({ !$0.isWhitespace }) {
            _ = try await signIn(with: token)
            return token
        }
        let request = SignInRequest(
            name: form["name"]?.trimmed ?? "",
            password: form["password"] ?? "",
            address: callerAddress
        )
        guard request.isPlausible else { throw .unknownSignIn }
        return try await site.frontDoor.signIn(request, requestID: requestID, source: .web).secret
    }

    fileprivate func signInPage(_ model: SignInModel) throws -> Response {
        let status = model.refusal.map { HTTPResponse.Status(code: $0.status) } ?? .ok
        var response = try page("sign-in/page", title: words["signin.title"], status: status, model)
        if let seconds = model.refusal?.wait { response.headers[.retryAfter] = String(seconds) }
        return askingForSecureCookies(response)
    }
}

extension SignInRequest {
    /// Whether it can be right at all; what cannot is not worth the work of looking.
    var isPlausible: Bool {
        (1...64).contains(name.unicodeScalars.count) && (1...256).contains(password.unicodeScalars.count)
    }
}

extension Problem {
    static var unknownSignIn: Problem {
        let detail: Phrase = "There is no account with this name and password."
        return Problem(.authenticationRequired, as: "sign_in", detail)
    }
}

struct SignInModel: Sendable {
    struct Refusal: Sendable {
        let text: String
        let status: Int
        /// Seconds until a try is looked at again.
        let wait: Int?
    }

    let next: String?
    let name: String?
    let refusal: Refusal?
    /// The same, at the form that it belongs to.
    let refusedName: String?
    let refusedToken: String?
    /// Whether it was a token that was refused.
    let isToken: Bool
    /// Whether the visitor was signed in before.
    let hasEnded: Bool
    /// Signing in elsewhere; nil where there is no such place.
    let external: External?

    struct External: Sendable {
        let label: String
        let href: String
        /// Why the last try there led to nothing.
        let refusal: Said?
    }

    init(_ visit: Visit, _ fields: FormFields, refusal problem: Problem? = nil) {
        next = fields["next"].flatMap(WebSite.ownPath)
        name = fields["name"]
        isToken = fields["token"] != nil
        hasEnded = problem == nil && fields["ended"] != nil
        refusal = problem.map { Refusal($0, isToken: fields["token"] != nil, visit.words) }
        refusedName = isToken ? nil : refusal?.text
        refusedToken = isToken ? refusal?.text : nil
        external = External(visit, next, problem == nil ? fields.choice("refused") : nil)
    }
}

extension SignInModel.External {
    init?(_ visit: Visit, _ next: String?, _ refused: ExternalSignInRefusal?) {
        guard let provider = visit.site.frontDoor.identityProvider else { return nil }
        label = visit.words["signin.with_provider", ["provider": provider]]
        href = Address("/sign-in/oidc", ["next": next]).text
        refusal = refused?.said(by: visit.words, of: provider)
    }
}

extension SignInModel.Refusal {
    init(_ problem: Problem, isToken: Bool, _ words: Words) {
        // Also where a name is unknown, a password wrong or an account disabled: these look the same.
        status = problem.code == .rateLimited ? problem.status : 422
        wait = problem.code == .rateLimited ? problem.retryAfterSeconds ?? 1 : nil
        if let wait {
            text = words["signin.wait", ["time": words.duration(milliseconds: wait * 1000)]]
        } else {
            text = words[isToken ? "signin.refused_token" : "signin.refused"]
        }
    }
}
