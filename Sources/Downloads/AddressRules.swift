/// Which addresses may be fetched from: those that anybody on the Internet can reach, and no others.
package struct AddressRules: Sendable {
    private let exempt: Set<IPAddress>

    /// - Parameter exempt: Addresses that are allowed whatever they are; none outside tests.
    package init(exempt: Set<IPAddress> = []) {
        self.exempt = exempt
    }

    package func allows(_ address: IPAddress) -> Bool {
        if exempt.contains(address) { return true }
        guard address.bytes.count == 16 else {
            return !Self.closedIPv4.contains { $0.contains(address) }
        }
        // Everything global lies in this one block (RFC 4291, section 2.4); what embeds an IPv4 address mostly does
        // not, and what does is listed below.
        return Self.global.contains { $0.contains(address) }
            && !Self.closedIPv6.contains { $0.contains(address) }
            && !Self.isTunnelWithinSite(address)
    }

    /// ISATAP (RFC 5214, section 6.1): an IPv4 address behind `5efe`, below anybody's prefix.
    private static func isTunnelWithinSite(_ address: IPAddress) -> Bool {
        address.bytes[8] & 0xFD == 0 && Array(address.bytes[9..<12]) == [0x00, 0x5E, 0xFE]
    }

    private static let global = ["2000::/3"].compactMap(IPPrefix.init)

    /// IANA's registry of special-purpose IPv4 addresses, multicast, and what clouds answer at to their own machines.
    private static let closedIPv4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        // Azure's service for its virtual machines.
        "168.63.129.16/32",
    ].compactMap(IPPrefix.init)

    /// IANA's registry of special-purpose IPv6 addresses, as far as they lie in `2000::/3`.
    private static let closedIPv6 = [
        // Protocol assignments: Teredo, benchmarks, ORCHID.
        "2001::/23",
        // Documentation.
        "2001:db8::/32", "3fff::/20",
        // 6to4, which embeds an IPv4 address.
        "2002::/16",
    ].compactMap(IPPrefix.init)
}
