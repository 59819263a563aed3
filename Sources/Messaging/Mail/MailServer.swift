package import Contract

/// Who mail is handed to.
package struct MailServer: Equatable, Sendable {
    package enum Security: String, Equatable, Sendable {
        /// TLS from the first byte (RFC 8314).
        case tls
        /// STARTTLS (RFC 3207), without which nothing is sent.
        case startTLS = "starttls"
        /// In the clear: to this machine only.
        case none
    }

    package let host: String
    package let port: Int
    package let security: Security
    /// Nil where nobody has to sign in.
    package let user: String?
    package let password: Secret?
    /// Who mail is from.
    package let sender: String

    package init(
        host: String,
        port: Int,
        security: Security,
        user: String? = nil,
        password: Secret? = nil,
        sender: String
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.sender = sender
    }
}
