import AsyncHTTPClient
import Contract
import Domain
import Downloads
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Sends one body by HTTP to an address that somebody typed.
///
/// The host is resolved once, and the connection goes to addresses that were looked at. No redirect is followed, no proxy
/// asked, and nothing of the answer is kept but its status and how long to wait.
struct HookSender: Sendable {
    let reachable: Reachable
    let resolver: any HostResolver
    let tls: TLSConfiguration
    let limit: Duration

    func send(
        _ body: [UInt8],
        _ headers: [(String, String)],
        to address: HookAddress,
        at moment: Timestamp
    ) async -> SendOutcome {
        let late = SendOutcome.trouble(status: nil, detail: "It did not answer in time.")
        return await TimeLimit.abandoning(after: limit, late: late) {
            await reach(address) { client in
                var request = HTTPClientRequest(url: address.text)
                request.method = .POST
                request.headers = ["user-agent": "skillyard", "content-type": "application/json"]
                for (name, value) in headers { request.headers.add(name: name, value: value) }
                request.body = .bytes(body)
                let response = try await client.execute(request, timeout: .seconds(60))
                return Self.outcome(response.status, response.headers, at: moment)
            }
        }
    }

    private func reach(
        _ address: HookAddress,
        _ exchange: (HTTPClient) async throws -> SendOutcome
    ) async -> SendOutcome {
        let literal = IPAddress(address.host)
        let found = if let literal { [literal] } else { await resolver.addresses(of: address.host) }
        guard !found.isEmpty else {
            return .trouble(status: nil, detail: "There is no host of that name.")
        }
        // Every one of them: whoever names one that is not means harm or has a fault.
        guard found.allSatisfy({ reachable.allows($0, isSecure: address.isSecure) }) else {
            // What a name leads to passes, and what this server allows may change.
            return .trouble(status: nil, detail: Self.closed(address))
        }
        var configuration = configuration
        let patience = ConnectPatience.each(of: found.count, within: limit)
        configuration.timeout.connect = TimeAmount(patience)
        for chosen in found.prefix(ConnectPatience.addresses) {
            if literal == nil { configuration.dnsOverride = [address.host: chosen.description] }
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
            let outcome: SendOutcome?
            do { outcome = try await exchange(client) } catch {
                outcome = Self.isUnsent(error) ? nil : .trouble(status: nil, detail: Self.unreached)
            }
            // A connection that will not close is given up; what came over it stands.
            try? await client.shutdown()
            if let outcome { return outcome }
        }
        return .trouble(status: nil, detail: Self.unreached)
    }

    private static let unreached = "It could not be reached, or broke off."

    /// Whether surely nothing was sent, so that another address may be tried.
    private static func isUnsent(_ error: any Error) -> Bool {
        switch error {
        case is NIOConnectionError: true
        case let error as IOError:
            [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL, EAFNOSUPPORT]
                .contains(error.errnoCode)
        case let error as HTTPClientError: error == .connectTimeout
        default: false
        }
    }

    private static func closed(_ address: HookAddress) -> String {
        address.isSecure
            ? "The host has an address that is not on the public Internet."
            : "Plain HTTP goes to this machine and private networks only."
    }

    private var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            decompression: .disabled
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return configuration
    }

    /// Refused for good is what says so of this very message, or that nobody is there any more; whatever somebody may
    /// yet mend, such as a wrong path or a missing right, is tried again.
    static func outcome(_ status: HTTPResponseStatus, _ headers: HTTPHeaders, at moment: Timestamp)
        -> SendOutcome
    {
        let code = Int(status.code)
        switch code {
        case 200..<300: return .accepted(status: code)
        case 400, 410, 413, 422:
            return .refused(status: code, detail: "It answered \(code).")
        case 300..<400:
            let detail = "It answered \(code), and redirects are not followed."
            return .trouble(status: code, detail: detail)
        default:
            let wait = headers.first(name: "retry-after").flatMap { retryAfter($0, at: moment) }
            return .trouble(status: code, detail: "It answered \(code).", retryAfter: wait)
        }
    }

    /// Seconds or a date (RFC 9110, section 10.2.3).
    static func retryAfter(_ text: String, at moment: Timestamp) -> Duration? {
        if let seconds = Int(text) { return seconds >= 0 ? .seconds(min(seconds, 7 * 86_400)) : nil }
        return HTTPDate.timestamp(text).map { max($0 - moment, .zero) }
    }
}
