import AsyncHTTPClient
import Contract
import Domain
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// Asks an OpenID provider: once, with a deadline and a limit on the answer.
struct Exchange: Sendable {
    private static let limit = 256 << 10

    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
    }

    let client: HTTPClient
    /// For the whole of it, the answer's body included.
    let deadline: Duration

    /// - Returns: What a JSON document of the provider says.
    /// - Throws: ``IdentityFailure`` with `unreachable`, or `misconfigured` when there is no such document.
    func document<Value: Decodable>(_ type: Value.Type, at address: String, called name: String)
        async throws(IdentityFailure) -> Value
    {
        let answer = try await send(HTTPClientRequest(url: address), name)
        guard answer.status == 200 else {
            throw IdentityFailure(.misconfigured, "The provider's \(name) answers \(answer.status).")
        }
        do { return try JSON.decode(type, from: answer.body) } catch {
            throw IdentityFailure(.misconfigured, "The provider's \(name) cannot be read.")
        }
    }

    /// Sends a form, as whoever the credentials name.
    func post(
        _ fields: [(String, String)],
        to address: String,
        authorization: String?
    ) async throws(IdentityFailure) -> Answer {
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        if let authorization { request.headers.add(name: "authorization", value: authorization) }
        let form = fields.map { "\(percentEncoded($0))=\(percentEncoded($1))" }.joined(separator: "&")
        request.body = .bytes(Array(form.utf8))
        return try await send(request, "token endpoint")
    }

    private func send(_ request: HTTPClientRequest, _ name: String) async throws(IdentityFailure) -> Answer {
        var request = request
        request.headers.add(name: "accept", value: "application/json")
        let answer: Answer
        do { answer = try await timed(request) } catch {
            throw IdentityFailure(.unreachable, "The provider's \(name) does not answer as it should.")
        }
        guard answer.status < 500, answer.status != 429 else {
            throw IdentityFailure(.unreachable, "The provider's \(name) answers \(answer.status).")
        }
        return answer
    }

    /// The client's own deadline ends with the head of an answer.
    private func timed(_ request: HTTPClientRequest) async throws -> Answer {
        let answer = try await TimeLimit.cancelling(after: deadline) {
            let response = try await client.execute(
                request,
                timeout: .nanoseconds(deadline.wholeMicroseconds * 1000)
            )
            let body = try await response.body.collect(upTo: Self.limit)
            return Answer(status: Int(response.status.code), body: Array(body.readableBytesView))
        }
        guard let answer else { throw CancellationError() }
        return answer
    }
}
