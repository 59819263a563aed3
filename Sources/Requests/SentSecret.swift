package import HTTPTypes

/// The secret that a request says it has, wherever it stands; whether it is a good one, only signing in tells.
package enum SentSecret {
    /// The names of the cookie that a browser keeps a session in, with and without TLS.
    package static let cookies = (secure: "__Host-skillyard", plain: "skillyard")

    /// The token of `Authorization: Bearer …` (RFC 6750); the scheme's letter case does not matter.
    package static func bearer(_ headers: HTTPFields) -> String? {
        guard let header = headers[.authorization], header.utf8.count > 7,
            header.utf8.prefix(7).elementsEqual("bearer ".utf8, by: { $0 | 0x20 == $1 })
        else { return nil }
        let token = header.dropFirst(7).drop { $0 == " " }
        return token.isEmpty ? nil : String(token)
    }

    /// What the browser kept; nil when it kept nothing.
    ///
    /// - Parameters:
    ///   - headers: Of the request.
    ///   - mayBePlain: Whether the cookie without the prefix counts, after the one with it.
    /// - Returns: The cookie's value, as it was sent.
    package static func kept(_ headers: HTTPFields, mayBePlain: Bool) -> String? {
        let pairs = headers[values: .cookie].map { $0.split(separator: ";") }.joined()
            .map { pair in pair.drop { $0 == " " } }
        func value(_ name: String) -> String? {
            let pair = pairs.first { $0.hasPrefix(name + "=") && $0.utf8.count > name.utf8.count + 1 }
            return pair.map { String($0.dropFirst(name.utf8.count + 1)) }
        }
        return value(cookies.secure) ?? (mayBePlain ? value(cookies.plain) : nil)
    }

    /// The one that a request is going to be judged by.
    ///
    /// - Parameters:
    ///   - headers: Of the request.
    ///   - isPage: Whether it asks for a page: the cookie's then, and otherwise the bearer's.
    /// - Returns: The other one where the first was not sent; nil without either.
    package static func used(_ headers: HTTPFields, isPage: Bool) -> String? {
        isPage
            ? kept(headers, mayBePlain: true) ?? bearer(headers)
            : bearer(headers) ?? kept(headers, mayBePlain: true)
    }

    /// Whether it looks like one of ours; a token that somebody chose may not.
    static func isPlausible(_ secret: String) -> Bool {
        secret.hasPrefix("sky_") || secret.hasPrefix("sks_")
    }
}
