import HTTPTypes
import Requests

extension HTTPField.Name {
    static let hxRequest = named("HX-Request")
    static let hxCurrentURL = named("HX-Current-URL")
    static let hxTarget = named("HX-Target")
    static let hxHistoryRestore = named("HX-History-Restore-Request")
    static let hxRedirect = named("HX-Redirect")
    static let hxReplaceURL = named("HX-Replace-Url")
    static let hxRetarget = named("HX-Retarget")
    static let hxReswap = named("HX-Reswap")
    static let hxTrigger = named("HX-Trigger")
    static let hxTriggerAfterSwap = named("HX-Trigger-After-Swap")
    static let secFetchSite = named("Sec-Fetch-Site")
    static let contentTypeOptions = named("X-Content-Type-Options")
    static let accelBuffering = named("X-Accel-Buffering")
    static let lastEventID = named("Last-Event-ID")
    static let crossOriginOpenerPolicy = named("Cross-Origin-Opener-Policy")
    static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")
    static let permissionsPolicy = named("Permissions-Policy")
    static let referrerPolicy = named("Referrer-Policy")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        return name
    }
}

/// The names of the cookies the pages set.
enum WebCookie {
    static let language = "lang"
    static let theme = "theme"
    static let density = "density"
    /// Whether single keys do something: `off`, or absent.
    static let keys = "keys"

    /// Set with the form to see whether the browser keeps `Secure` cookies of this site.
    static let probe = "__Host-skillyard-probe"

    /// A sign-in under way at the identity provider, and where it goes on after that.
    static func externalSignIn(secure: Bool) -> String {
        secure ? "__Host-skillyard-sign-in" : "skillyard-sign-in"
    }

    /// `__Host-` binds the cookie to this host and to HTTPS (RFC 6265bis, section 4.1.3.2).
    static func session(secure: Bool) -> String {
        secure ? SentSecret.cookies.secure : SentSecret.cookies.plain
    }
}
