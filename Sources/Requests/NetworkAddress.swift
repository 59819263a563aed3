import Glibc

/// An IP address, as far as it says who is asking.
package struct NetworkAddress: Hashable, Sendable {
    /// Four of IPv4, sixteen of IPv6.
    let bytes: [UInt8]

    /// - Parameter text: In the notation of IPv4, or of IPv6 (RFC 4291), also in brackets.
    package init?(_ text: some StringProtocol) {
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
        let bare = isBracketed ? String(text.dropFirst().dropLast()) : String(text)
        var short = in_addr()
        if unsafe inet_pton(AF_INET, bare, &short) == 1 {
            bytes = unsafe withUnsafeBytes(of: short) { unsafe Array($0) }
            return
        }
        var long = in6_addr()
        guard unsafe inet_pton(AF_INET6, bare, &long) == 1 else { return nil }
        let all = unsafe withUnsafeBytes(of: long) { unsafe Array($0) }
        // ::ffff:192.0.2.1 is what a socket of both kinds calls 192.0.2.1.
        let isMapped = all.prefix(10).allSatisfy { $0 == 0 } && all[10] == 255 && all[11] == 255
        bytes = isMapped ? Array(all.suffix(4)) : all
    }

    /// Whether it is this machine's own.
    package var isLoopback: Bool {
        bytes.count == 4 ? bytes.first == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }

    /// One text for all addresses that one customer of a network usually has: IPv6 is given out by the /64.
    package var customer: String {
        guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 8, by: 2).map { index in
            String(Int(bytes[index]) << 8 | Int(bytes[index + 1]), radix: 16)
        }
        return groups.joined(separator: ":") + "::/64"
    }
}

/// The proxies in front of the server whose word about a caller's address is taken.
package struct TrustedProxies: Equatable, Sendable {
    private struct Network: Equatable, Sendable {
        let bytes: [UInt8]
        let bits: Int

        func contains(_ address: NetworkAddress) -> Bool {
            guard address.bytes.count == bytes.count else { return false }
            let whole = bits / 8
            guard address.bytes.prefix(whole) == bytes.prefix(whole) else { return false }
            guard bits % 8 > 0 else { return true }
            let shift = 8 - bits % 8
            return address.bytes[whole] >> shift == bytes[whole] >> shift
        }
    }

    private let networks: [Network]

    package static let none = TrustedProxies(networks: [])

    private init(networks: [Network]) {
        self.networks = networks
    }

    /// - Parameter text: Addresses or networks such as `10.0.0.0/8`, with commas in between.
    package init?(_ text: String) {
        var networks: [Network] = []
        for entry in text.split(separator: ",") {
            let parts = entry.filter { !$0.isWhitespace }.split(separator: "/", maxSplits: 1)
            guard let first = parts.first, let address = NetworkAddress(first) else { return nil }
            let most = address.bytes.count * 8
            guard let bits = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(bits) else {
                return nil
            }
            networks.append(Network(bytes: address.bytes, bits: bits))
        }
        self.init(networks: networks)
    }

    /// Where a request comes from.
    ///
    /// - Parameters:
    ///   - peer: The other end of the connection.
    ///   - forwarded: The `X-Forwarded-For` of the request. Each proxy appends whom it heard from, so it is read from
    ///     its end, and only as far as trusted ones wrote it: what stands before that anybody may have made up.
    /// - Returns: ``NetworkAddress/customer`` of the caller; nil when it cannot be told.
    package func caller(peer: String?, forwarded: String?) -> String? {
        guard var caller = peer.flatMap({ NetworkAddress($0) }) else { return nil }
        for entry in (forwarded ?? "").split(separator: ",").reversed() {
            guard trusts(caller), let next = NetworkAddress(entry.filter { !$0.isWhitespace }) else { break }
            caller = next
        }
        return caller.customer
    }

    /// Whether this is one of them.
    func trust(_ peer: String) -> Bool { NetworkAddress(peer).map(trusts) ?? false }

    package func trusts(_ address: NetworkAddress) -> Bool { networks.contains { $0.contains(address) } }
}
