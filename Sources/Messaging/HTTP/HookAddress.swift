import Contract
import Domain
import Downloads

/// An address to send to, taken apart by narrow rules, so that nothing that reads it later can read it differently.
struct HookAddress: Equatable, Sendable {
    let isSecure: Bool
    /// In lower case; an IPv6 address without brackets.
    let host: String
    let port: Int
    /// Begins with a slash; with the query.
    let path: String

    static let longest = 2000

    /// Scheme, host and port; what comes after may let somebody in.
    var origin: String {
        let name = host.contains(":") ? "[\(host)]" : host
        let usual = isSecure ? 443 : 80
        return "\(isSecure ? "https" : "http")://\(name)\(port == usual ? "" : ":\(port)")"
    }

    var text: String { origin + path }

    /// - Parameters:
    ///   - text: As somebody typed it.
    ///   - allowsPrivate: Whether `http` and names of a network of one's own are taken; who they belong to is seen only
    ///     when something is sent.
    /// - Throws: ``UnusableAddress``
    init(_ text: String, allowsPrivate: Bool) throws(UnusableAddress) {
        guard (1...Self.longest).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else {
            throw .characters
        }
        let lowered = text.prefix(8).lowercased()
        isSecure = lowered.hasPrefix("https://")
        guard isSecure || allowsPrivate && lowered.hasPrefix("http://") else { throw .scheme(allowsPrivate) }
        let rest = text.dropFirst(isSecure ? 8 : 7)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { throw .userInfo }
        let tail = rest.dropFirst(authority.count)
        path = tail.isEmpty ? "/" : tail.hasPrefix("/") ? String(tail) : "/" + tail
        let (name, number) = try Self.split(authority)
        host = name
        port = number ?? (isSecure ? 443 : 80)
        guard Self.isHost(name), allowsPrivate || name.contains(".") || name.contains(":") else {
            throw .host
        }
    }

    /// Of RFC 3986 without a fragment: unreserved, reserved, and the sign of an escape.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~:/?@!$&'()*+,;=%[]".utf8.contains(byte)
        }
    }

    private static func split(_ authority: Substring) throws(UnusableAddress) -> (String, Int?) {
        var name = authority
        var port: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .host }
            name = authority[..<end].dropFirst()
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .host }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            name = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard let port else { return (name.lowercased(), nil) }
        guard (1...5).contains(port.utf8.count), port.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(port), (1...65_535).contains(number)
        else { throw .host }
        return (name.lowercased(), number)
    }

    private static func isHost(_ name: String) -> Bool {
        if name.contains(":") { return IPAddress(name)?.bytes.count == 16 }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last?.utf8.first else {
            return false
        }
        // What ends in a number is read as an IPv4 address, in whatever notation (URL Standard, section 3.5).
        return (0x30...0x39).contains(last) ? IPAddress(name)?.bytes.count == 4 : true
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}

extension UnusableAddress {
    fileprivate static let characters = UnusableAddress(
        as: "channel_url_characters",
        "It is empty, too long, or holds characters that no address has as they are: escape them."
    )
    fileprivate static let userInfo = UnusableAddress(
        as: "channel_url_user",
        "The address holds a user name or password."
    )
    fileprivate static let host = UnusableAddress(
        as: "channel_url_host",
        "The address names no host, or a port that is none."
    )

    fileprivate static func scheme(_ allowsPrivate: Bool) -> UnusableAddress {
        allowsPrivate
            ? UnusableAddress(
                as: "channel_url_any_scheme",
                "The address begins with neither https:// nor http://."
            )
            : UnusableAddress(as: "channel_url_scheme", "The address does not begin with https://.")
    }
}
