import Dispatch
import Glibc

/// Finds the addresses of a host.
package protocol HostResolver: Sendable {
    /// Every address that a connection might be made to; empty when there is none.
    func addresses(of host: String) async -> [IPAddress]
}

/// The resolver of this machine.
package struct SystemResolver: HostResolver {
    private static let queue = DispatchQueue(label: "skillyard.resolver", attributes: .concurrent)

    package init() {}

    package func addresses(of host: String) async -> [IPAddress] {
        await withCheckedContinuation { continuation in
            // It blocks, for as long as the resolver is patient.
            Self.queue.async { continuation.resume(returning: Self.ask(host)) }
        }
    }

    private static func ask(_ host: String) -> [IPAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { unsafe freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let address = unsafe address(entry.pointee), !found.contains(address) { found.append(address) }
            unsafe next = unsafe entry.pointee.ai_next
        }
        return found
    }

    private static func address(_ entry: addrinfo) -> IPAddress? {
        guard let place = unsafe entry.ai_addr else { return nil }
        switch unsafe entry.ai_family {
        case AF_INET:
            return unsafe place.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { place in
                unsafe withUnsafeBytes(of: place.pointee.sin_addr) { unsafe IPAddress(bytes: Array($0)) }
            }
        case AF_INET6:
            return unsafe place.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { place in
                unsafe withUnsafeBytes(of: place.pointee.sin6_addr) { unsafe IPAddress(bytes: Array($0)) }
            }
        default:
            return nil
        }
    }
}
