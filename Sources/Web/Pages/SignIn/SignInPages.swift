import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let signInRoutes: [Route] = [
        .open(.get, "/sign-in") { visit in
            try visit.signInPage(next: visit.query["next"], refused: false)
        },
        .open(.post, "/sign-in", signIn),
        .open(.post, "/sign-out") { visit in
            var response = visit.redirect(to: "/sign-in")
            response.setCookie(visit.sessionCookie("", maxAge: 0))
            return response
        },
    ]

    private static let signIn: @Sendable (Visit) async throws -> Response = { visit in
        let form = try await visit.form()
        let token = form["token"].map { $0.filter { !$0.isWhitespace } }
        do throws(Problem) {
            _ = try await visit.signIn(with: token)
        } catch {
            guard error.code == .authenticationRequired else { throw error }
            return try visit.signInPage(next: form["next"], refused: true)
        }
        var response = visit.redirect(to: form["next"].flatMap(Self.ownPath) ?? "/dashboard")
        response.setCookie(visit.sessionCookie(token ?? "", maxAge: nil))
        return response
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
    fileprivate func signInPage(next: String?, refused: Bool) throws -> Response {
        try page(
            "sign-in/page",
            title: words["signin.title"],
            status: refused ? .unprocessableContent : .ok,
            SignInModel(next: next.flatMap(WebSite.ownPath), refused: refused)
        )
    }

    /// Gone with the browser's session unless told; never readable by scripts.
    fileprivate func sessionCookie(_ token: String, maxAge: Int?) -> Cookie {
        let secure = site.settings.secureCookies
        return Cookie(
            name: WebCookie.session(secure: secure),
            value: token,
            maxAge: maxAge,
            path: "/",
            secure: secure,
            httpOnly: true,
            sameSite: .lax
        )
    }
}

private struct SignInModel: Sendable {
    let next: String?
    let refused: Bool
}
