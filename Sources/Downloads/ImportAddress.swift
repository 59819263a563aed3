import Contract
import Domain

/// An `https` address taken apart by narrow rules, so that nothing that reads it later can read it differently.
struct ImportAddress: Equatable, Sendable {
    /// In lower case: labels of letters, digits and hyphens.
    let host: String
    let port: Int
    /// Begins with a slash; with the query.
    let path: String

    static let longest = 2000

    /// The address as it is asked for.
    var text: String { "https://\(host)\(port == 443 ? "" : ":\(port)")\(path)" }

    /// Without the query, which may hold what lets somebody in, and no longer than fits a line.
    var place: String { String(text.prefix { $0 != "?" }.prefix(200)) }

    /// The last part of the path.
    var filename: String {
        let plain = path.prefix { $0 != "?" }
        return plain.split(separator: "/").last.map(String.init) ?? "skill"
    }

    /// - Throws: What is wrong with it.
    init(_ text: String) throws(Refused) {
        guard text.utf8.count <= Self.longest else { throw .tooLong }
        guard text.utf8.allSatisfy(Self.isAllowed) else { throw .characters }
        let prefix = "https://"
        guard text.prefix(prefix.count).lowercased() == prefix else { throw .scheme }
        let rest = text.dropFirst(prefix.count).prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let tail = rest.dropFirst(authority.count)
        guard !authority.contains("@") else { throw .userInfo }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let name = parts.first else { throw .notation }
        host = try Self.host(name.lowercased())
        port = parts.count == 2 ? try Self.port(parts[1]) : 443
        path = tail.isEmpty ? "/" : tail.hasPrefix("/") ? String(tail) : "/" + tail
    }

    /// Where a redirect leads (RFC 9110, section 10.2.2).
    func following(_ location: String) throws(Refused) -> ImportAddress {
        if location.hasPrefix("//") { return try ImportAddress("https:" + location) }
        if location.hasPrefix("/") {
            return try ImportAddress("https://\(host):\(port)\(location)")
        }
        return try ImportAddress(location)
    }

    /// What is wrong with an address.
    enum Refused: Error, Equatable {
        case tooLong
        case characters
        case scheme
        case userInfo
        case notation
        case port
    }

    /// Of RFC 3986: unreserved, reserved but for brackets, and the sign of an escape.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~:/?#@!$&'()*+,;=%".utf8.contains(byte)
        }
    }

    private static func port(_ text: Substring) throws(Refused) -> Int {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), (1...5).contains(text.utf8.count),
            let port = Int(text), (1...65_535).contains(port)
        else { throw .port }
        return port
    }

    private static func host(_ name: String) throws(Refused) -> String {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.count >= 2, labels.allSatisfy(isLabel), let last = labels.last
        else { throw .notation }
        // A last part that is a number, in any base, makes the whole an IPv4 address (URL Standard, section 3.5).
        guard let first = last.utf8.first, !(0x30...0x39).contains(first) else { throw .notation }
        guard !closedNames.contains(String(last)), name != "home.arpa", !name.hasSuffix(".home.arpa") else {
            throw .notation
        }
        return name
    }

    /// Names that are never on the Internet (RFC 6761, RFC 6762, ICANN's reservation of `internal`).
    private static let closedNames: Set<String> = ["localhost", "local", "internal", "localdomain", "onion"]

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}

extension ImportRefusal {
    init(_ fault: ImportAddress.Refused) {
        switch fault {
        case .tooLong:
            let longest = ImportAddress.longest
            self.init(as: "too_long", "The address has more than \(longest, as: "limit") characters.")
        case .characters:
            self.init(
                as: "characters",
                "The address holds characters that no address has as they are: escape them."
            )
        case .scheme: self.init(as: "scheme", "The address does not begin with https://.")
        case .userInfo: self.init(as: "user_info", "The address holds a user name or password.")
        case .notation:
            self.init(
                as: "notation",
                "The address names no host by its full name: numbers and short names are not taken."
            )
        case .port: self.init(as: "port", "The port of the address is no number from 1 to 65535.")
        }
    }
}
