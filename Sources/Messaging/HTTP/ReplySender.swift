package import Contract
import Domain
package import Downloads
package import NIOSSL

/// Sends JSON to addresses that came with a request, such as where Slack takes later answers.
///
/// Whoever sent the request chose the address, so only hosts that the settings name are sent to, by HTTPS and at its usual
/// port.
package struct ReplySender: Sendable {
    private let hosts: Set<String>
    private let allowsLoopback: Bool
    private let sender: HookSender
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - hosts: By name, in lower case.
    ///   - allowsLoopback: Whether this machine is sent to as well, at any port and by plain HTTP; for tests.
    ///   - limit: For one request.
    ///   - resolver: Finds addresses of names.
    ///   - tls: What is trusted.
    ///   - now: The clock.
    package init(
        to hosts: Set<String>,
        allowsLoopback: Bool = false,
        limit: Duration = .seconds(10),
        resolver: any HostResolver = SystemResolver(),
        tls: TLSConfiguration = HTTPSDownload.currentTLS,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.hosts = hosts
        self.allowsLoopback = allowsLoopback
        self.now = now
        sender = HookSender(
            reachable: Reachable(allowsPrivate: allowsLoopback),
            resolver: resolver,
            tls: tls,
            limit: limit
        )
    }

    /// - Parameters:
    ///   - body: JSON.
    ///   - address: Where to.
    /// - Returns: Whether it was taken; not every address is sent to.
    package func send(_ body: [UInt8], to address: Secret) async -> Bool {
        guard let address = try? HookAddress(address.text, allowsPrivate: allowsLoopback), isAllowed(address)
        else { return false }
        if case .accepted = await sender.send(body, [], to: address, at: now()) { return true }
        return false
    }

    private func isAllowed(_ address: HookAddress) -> Bool {
        if allowsLoopback, ["127.0.0.1", "::1"].contains(address.host) { return true }
        return hosts.contains(address.host) && address.isSecure && address.port == 443
    }
}
