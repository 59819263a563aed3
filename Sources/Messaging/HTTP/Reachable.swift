import Downloads

/// Which addresses may be sent to.
struct Reachable: Sendable {
    private let rules = AddressRules()
    /// Whether this machine and private networks may be, too.
    let allowsPrivate: Bool

    /// Whatever a host's name leads to; by plain HTTP nothing leaves the own network.
    func allows(_ address: IPAddress, isSecure: Bool) -> Bool {
        if Self.metadata.contains(address) { return false }
        if allowsPrivate, Self.isPrivate(address) { return true }
        return isSecure && rules.allows(address)
    }

    /// Where clouds give their machines' keys away within RFC 4193: Amazon's and Google's.
    private static let metadata = Set(["fd00:ec2::254", "fd20:ce::254"].compactMap { IPAddress($0) })

    /// Loopback, RFC 1918 and RFC 4193; not link-local, where clouds give their machines' keys away.
    static func isPrivate(_ address: IPAddress) -> Bool {
        let bytes = address.bytes
        if bytes.count == 16 {
            return bytes[0] & 0xFE == 0xFC || bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
        }
        switch (bytes[0], bytes[1]) {
        case (127, _), (10, _), (192, 168), (172, 16...31): return true
        default: return false
        }
    }
}
