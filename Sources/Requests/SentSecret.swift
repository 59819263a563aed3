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

    /// The bearer's, or else the cookie's.
    package static func any(_ headers: HTTPFields) -> String? {
        if let bearer = bearer(headers) { return bearer }
        for header in headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let text = pair.drop { $0 == " " }
                for name in [cookies.secure, cookies.plain] where text.hasPrefix(name + "=") {
                    return String(text.dropFirst(name.utf8.count + 1))
                }
            }
        }
        return nil
    }
}
