import Contract
import HTTPTypes
import Hummingbird

extension Visit {
    /// - Throws: ``Problem`` with `authentication_required`.
    func signIn() async throws(Problem) -> any ControlPlane {
        let cookie = WebCookie.session(secure: site.settings.secureCookies)
        return try await signIn(with: request.cookies[cookie]?.value)
    }

    func signIn(with token: String?) async throws(Problem) -> any ControlPlane {
        try await site.frontDoor.signIn(bearer: token, requestID: requestID, source: .web)
    }

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
