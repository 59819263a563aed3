import FoundationEssentials

/// An address of an OpenID provider: by HTTPS, or in the clear where it never leaves this machine.
package enum Endpoint {
    /// - Parameters:
    ///   - text: The address.
    ///   - mayBePlain: Whether `http` to this machine will do.
    /// - Returns: Whether a browser or this server may be sent there.
    package static func isUsable(_ text: String, mayBePlain: Bool) -> Bool {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let url = URL(string: text),
            let host = url.host(), !host.isEmpty, url.user() == nil, url.password() == nil,
            url.fragment() == nil
        else { return false }
        switch url.scheme?.lowercased() {
        case "https": return true
        case "http": return mayBePlain && isThisMachine(host)
        default: return false
        }
    }

    /// An issuer is an endpoint without a query (OpenID Connect Discovery 1.0, section 2).
    package static func isIssuer(_ text: String) -> Bool {
        isUsable(text, mayBePlain: true) && !text.contains("?")
    }

    /// Whether an issuer lives on this machine, so that its endpoints may, too.
    static func isPlain(_ issuer: String) -> Bool { issuer.lowercased().hasPrefix("http://") }

    static func isThisMachine(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
        return isIPv4 || ["localhost", "::1", "[::1]"].contains(host.lowercased())
    }
}
