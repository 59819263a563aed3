import Contract
import HTTPTypes
import Hummingbird
import Requests

extension Visit {
    /// - Throws: ``Problem`` with `authentication_required`.
    func signIn(asUse: Bool = true) async throws(Problem) -> any ControlPlane {
        try await signIn(with: keptSecret, asUse: asUse)
    }

    func signIn(with token: String?, asUse: Bool = true) async throws(Problem) -> any ControlPlane {
        try await site.settings.requests.signingIn(token, charged: standing) { () async throws(Problem) in
            try await site.frontDoor.signIn(bearer: token, requestID: requestID, source: .web, asUse: asUse)
        }
    }

    /// What the browser kept; nil when it kept nothing.
    var keptSecret: String? {
        // Where TLS is used, the name without the prefix is nothing that we have set.
        SentSecret.kept(request.headers, mayBePlain: mayBePlain)
    }

    /// Where the request comes from; nil when it cannot be told.
    var callerAddress: String? { site.callers.address(peer: peer, request.headers) }

    /// Refuses what another site made the browser send: cookies come along with that, too.
    ///
    /// Browsers say where a request comes from in `Sec-Fetch-Site` (W3C Fetch Metadata); older ones at least
    /// name the `Origin` of a form.
    ///
    /// - Throws: ``Problem`` with `permission_denied`.
    func requireSameOrigin() throws(Problem) {
        guard request.method != .get, request.method != .head else { return }
        if let site = request.headers[.secFetchSite] {
            if site == "same-origin" { return }
        } else if let origin = request.headers[.origin], let host = request.head.authority,
            origin == "http://\(host)" || origin == "https://\(host)"
        {
            return
        }
        throw Problem(.permissionDenied, as: "other_site", "This request came from another site.")
    }
}

// MARK: The cookie

extension Visit {
    /// Whether the session's cookie may do without `Secure`: on this machine alone, without TLS.
    ///
    /// A proxy on the same machine may serve the world, so the browser has to have asked for this machine by name, and
    /// nobody to have passed the request on.
    private var mayBePlain: Bool {
        guard !site.settings.secureCookies, request.headers[CallerAddresses.forwardedFor] == nil else {
            return false
        }
        return request.head.authority.map(Self.isThisMachine) ?? false
    }

    static func isThisMachine(_ authority: String) -> Bool {
        let asked = authority.lowercased()
        return ["localhost", "127.0.0.1", "[::1]"].contains { asked == $0 || asked.hasPrefix($0 + ":") }
    }

    /// Whether the browser keeps `Secure` cookies of this site; one that was set with the form tells.
    ///
    /// Chromium and Firefox do so for http://localhost and 127.0.0.1, as these never leave the machine; Safari does not.
    private var keepsSecureCookies: Bool {
        !mayBePlain || request.cookies[WebCookie.probe] != nil
            // The probe lasts an hour, the session longer.
            || request.cookies[WebCookie.session(secure: true)] != nil
    }

    /// Goes on where the visitor came from, signed in.
    func entering(_ next: String?, with secret: String) -> Response {
        keeping(secret, in: redirect(to: next.flatMap(WebSite.ownPath) ?? "/dashboard"))
    }

    /// Lets the browser keep a secret: until it is closed, for this host alone, out of reach for scripts.
    func keeping(_ secret: String, in response: Response) -> Response {
        var response = response
        let isSecure = keepsSecureCookies
        response.setCookie(sessionCookie(secret, secure: isSecure, maxAge: nil))
        // Never two: the one of before would be read first.
        if mayBePlain { response.setCookie(sessionCookie("", secure: !isSecure, maxAge: 0)) }
        return response
    }

    func forgettingSession(_ response: Response) -> Response {
        var response = response
        response.setCookie(sessionCookie("", secure: true, maxAge: 0))
        if mayBePlain { response.setCookie(sessionCookie("", secure: false, maxAge: 0)) }
        return response
    }

    func askingForSecureCookies(_ response: Response) -> Response {
        guard mayBePlain else { return response }
        var response = response
        response.setCookie(cookie(WebCookie.probe, "1", secure: true, maxAge: 3600))
        return response
    }

    /// A sign-in leaves no session behind that nobody has the secret of any more.
    func endFormerSession() async {
        guard let keptSecret else { return }
        _ = try? await signIn(with: keptSecret).endCurrentSession()
    }

    /// What the browser kept when a sign-in at the identity provider began.
    var keptExternalSignIn: String? {
        let names = [true] + (mayBePlain ? [false] : [])
        return names.lazy.compactMap { request.cookies[WebCookie.externalSignIn(secure: $0)]?.value }
            .first { !$0.isEmpty }
    }

    func keepingExternalSignIn(_ value: String, for life: Duration, in response: Response) -> Response {
        var response = response
        let isSecure = keepsSecureCookies
        let seconds = Int(life.components.seconds)
        let name = WebCookie.externalSignIn(secure: isSecure)
        response.setCookie(cookie(name, value, secure: isSecure, maxAge: seconds))
        if mayBePlain { forgetExternalSignIn(secure: !isSecure, in: &response) }
        return response
    }

    /// Whatever came of it, a sign-in is not tried twice.
    func forgettingExternalSignIn(_ response: Response) -> Response {
        var response = response
        forgetExternalSignIn(secure: true, in: &response)
        if mayBePlain { forgetExternalSignIn(secure: false, in: &response) }
        return response
    }

    private func forgetExternalSignIn(secure: Bool, in response: inout Response) {
        let name = WebCookie.externalSignIn(secure: secure)
        response.setCookie(cookie(name, "", secure: secure, maxAge: 0))
    }

    private func sessionCookie(_ secret: String, secure: Bool, maxAge: Int?) -> Cookie {
        cookie(WebCookie.session(secure: secure), secret, secure: secure, maxAge: maxAge)
    }

    /// Lax: a link from a chat or a mail finds the visitor signed in, and no request that changes something comes along
    /// with another site's, as ``requireSameOrigin()`` sees to.
    private func cookie(_ name: String, _ value: String, secure: Bool, maxAge: Int?) -> Cookie {
        Cookie(
            name: name,
            value: value,
            maxAge: maxAge,
            path: "/",
            secure: secure,
            httpOnly: true,
            sameSite: .lax
        )
    }
}
