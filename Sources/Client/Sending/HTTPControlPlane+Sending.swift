import AsyncHTTPClient
import Contract
import NIOCore
import NIOHTTP1

/// A whole answer of the server.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let bytes: [UInt8]
}

extension HTTPControlPlane {
    /// Large enough for a run with the most targets there can be.
    static let maximumReplyBytes = 256 << 20

    func send<Value: Decodable>(_ command: Command, as type: Value.Type = Value.self) async throws(Problem)
        -> Value
    {
        try decode(type, from: try await reply(to: command))
    }

    func decode<Value: Decodable>(_ type: Value.Type, from reply: Reply) throws(Problem) -> Value {
        do {
            return try JSON.decode(type, from: reply.bytes)
        } catch {
            throw Problem(.internal, "\(server) answered in a form that this version does not know.")
        }
    }

    func reply(to command: Command) async throws(Problem) -> Reply {
        let limit: TimeAmount = .nanoseconds(nanoseconds(timeout) * (command.isUpload ? 10 : 1))
        let deadline = NIODeadline.now() + limit
        let response = try await response(to: command, deadline: deadline)
        let bytes: [UInt8]
        do {
            let buffer = try await response.body.collect(upTo: Self.maximumReplyBytes)
            bytes = [UInt8](buffer.readableBytesView)
        } catch {
            throw unreachable(because: error)
        }
        let reply = Reply(status: Int(response.status.code), headers: response.headers, bytes: bytes)
        guard (200..<300).contains(reply.status) else { throw problem(of: reply) }
        return reply
    }

    /// The answer's head; the body is still to be read.
    func response(to command: Command, deadline: NIODeadline) async throws(Problem) -> HTTPClientResponse {
        var request = HTTPClientRequest(url: server + command.path)
        request.method = command.method
        request.headers = command.headers
        request.headers.add(name: "authorization", value: "Bearer \(token)")
        if !request.headers.contains(name: "x-skillyard-source") {
            request.headers.add(name: "x-skillyard-source", value: source.rawValue)
        }
        request.body = command.body
        do {
            return try await execute(request, deadline: deadline)
        } catch {
            // A pooled connection may have died unseen; reading once more does no harm.
            guard command.method == .GET, isBrokenConnection(error) else { throw unreachable(because: error) }
        }
        do {
            return try await execute(request, deadline: deadline)
        } catch {
            throw unreachable(because: error)
        }
    }

    /// An answer whose body goes on for as long as it takes.
    ///
    /// - Throws: ``Problem`` when it is a refusal.
    func stream(_ command: Command) async throws(Problem) -> HTTPClientResponse {
        let response = try await response(to: command, deadline: .distantFuture)
        guard response.status == .ok else {
            // A refusal is short; what cannot be read of it changes nothing about it.
            let buffer = try? await response.body.collect(upTo: 1 << 20)
            let bytes = buffer.map { [UInt8]($0.readableBytesView) } ?? []
            throw problem(
                of: Reply(status: Int(response.status.code), headers: response.headers, bytes: bytes)
            )
        }
        return response
    }

    /// What stands between the first two quotes of a header's value.
    func quoted(_ header: String) -> String? {
        let parts = header.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[1]) : nil
    }

    func problem(of reply: Reply) -> Problem {
        if let problem = try? JSON.decode(Problem.self, from: reply.bytes) { return problem }
        let code: ProblemCode =
            switch reply.status {
            case 401: .authenticationRequired
            case 403: .permissionDenied
            case 404: .notFound
            case 413: .payloadTooLarge
            // Without a reason it comes from something in front of the server.
            case 429, 502, 503, 504: .unavailable
            case 507: .storageFull
            default: .internal
            }
        return Problem(
            code,
            "\(server) answered \(reply.status) without saying why; is it a Skillyard server?"
        )
    }

    private func unreachable(because error: any Error) -> Problem {
        switch error {
        case is CancellationError:
            Problem(.unavailable, "The request was canceled before \(server) answered.")
        case let error as HTTPClientError where Self.timeouts.contains(error):
            Problem(.unavailable, "\(server) did not answer in time; whether it acted is not known.")
        case let error as HTTPClientError where Self.badAddresses.contains(error):
            Problem(.unavailable, "Cannot reach \(server): it is no http or https address.")
        default:
            Problem(.unavailable, "Cannot reach \(server): the connection failed.")
        }
    }

    private func isBrokenConnection(_ error: any Error) -> Bool {
        guard let error = error as? HTTPClientError else { return !(error is CancellationError) }
        return !Self.timeouts.contains(error) && !Self.badAddresses.contains(error) && error != .cancelled
    }

    private static let timeouts: [HTTPClientError] = [
        .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout,
    ]
    private static let badAddresses: [HTTPClientError] = [.invalidURL, .emptyHost, .emptyScheme]

    private func nanoseconds(_ duration: Duration) -> Int64 {
        duration.wholeMicroseconds * 1000
    }
}
