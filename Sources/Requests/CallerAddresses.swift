package import HTTPTypes
import Synchronization

/// Tells where requests come from.
package final class CallerAddresses: Sendable {
    private let proxies: TrustedProxies
    private let onUnheeded: @Sendable (String) -> Void
    private let hasTold = Atomic(false)

    /// - Parameters:
    ///   - proxies: Whose `X-Forwarded-For` is believed.
    ///   - onUnheeded: Gets, once, a warning for the log: somebody else sent one, most likely a proxy that nobody named,
    ///     and all who come through it count as one.
    package init(_ proxies: TrustedProxies, onUnheeded: @escaping @Sendable (String) -> Void) {
        self.proxies = proxies
        self.onUnheeded = onUnheeded
    }

    /// - Parameters:
    ///   - peer: The other end of the connection.
    ///   - headers: Of the request.
    /// - Returns: Where it comes from; nil when it cannot be told.
    package func address(peer: String?, _ headers: HTTPFields) -> String? {
        // A proxy may send its list in several headers (RFC 9110, section 5.3).
        let forwarded = headers[values: Self.forwardedFor].joined(separator: ",")
        if let peer, !forwarded.isEmpty, !proxies.trust(peer), !hasTold.exchange(true, ordering: .relaxed) {
            onUnheeded(
                "X-Forwarded-For from \(peer) is not heeded: if that is your proxy, name it in --trusted-proxies, "
                    + "or wrong passwords of one person delay everybody's sign-in"
            )
        }
        return proxies.caller(peer: peer, forwarded: forwarded)
    }

    package static let forwardedFor: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Forwarded-For") else {
            preconditionFailure("X-Forwarded-For is no header name")
        }
        return name
    }()
}
