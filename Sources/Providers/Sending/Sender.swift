import AsyncHTTPClient
import Contract
import Domain
import NIOCore
import NIOHTTP1

/// Sends requests to one provider: once each, with a deadline, a limit on the reply and one error vocabulary.
struct Sender: Sendable {
    private let client: HTTPClient
    private let deadlines = DeadlineWatch()
    let vendor: Vendor
    let service: ServiceURL
    /// Sent with every request.
    private(set) var headers: HTTPHeaders
    private(set) var redaction: Redaction
    let now: @Sendable () -> Timestamp

    init(
        client: HTTPClient,
        vendor: Vendor,
        service: ServiceURL,
        headers: HTTPHeaders = [:],
        secrets: [String] = [],
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.client = client
        self.vendor = vendor
        self.service = service
        self.headers = headers
        redaction = Redaction(secrets: secrets)
        self.now = now
    }

    /// Sends a request once; the deadline is for the whole exchange, reply included.
    ///
    /// - Returns: A reply whose status is 2xx.
    /// - Throws: ``ProviderFailure``, by ``FailureTable`` or, without a reply, ``TransportFailure``.
    func send(_ outgoing: Outgoing, by deadline: NIODeadline) async throws(ProviderFailure) -> Reply {
        if Task.isCancelled { throw TransportFailure.interrupted }
        let reply: Reply
        do {
            reply = try await exchange(outgoing, by: deadline)
        } catch {
            throw TransportFailure.failure(error, purpose: outgoing.purpose, vendor: vendor)
        }
        guard (200..<300).contains(reply.status) else { throw refusal(reply, purpose: outgoing.purpose) }
        return reply
    }

    /// The same, with a bearer token.
    func authorized(by token: String?) -> Sender {
        guard let token else { return self }
        var copy = self
        copy.headers.replaceOrAdd(name: "authorization", value: "Bearer \(token)")
        copy.redaction = Redaction(secrets: redaction.secrets + [token])
        return copy
    }

    private func exchange(_ outgoing: Outgoing, by deadline: NIODeadline) async throws -> Reply {
        var request = HTTPClientRequest(url: service.text + outgoing.path)
        request.method = outgoing.method
        request.headers = headers
        for (name, value) in outgoing.headers { request.headers.add(name: name, value: value) }
        request.body = outgoing.body
        let response = try await client.execute(request, deadline: deadline)
        // The client's own deadline ends with the head of the reply.
        let body = try await deadlines.run(by: deadline) {
            try await response.body.collect(upTo: outgoing.limit)
        }
        // A cancelled task sees its stream end early instead of an error.
        try Task.checkCancellation()
        return Reply(
            status: Int(response.status.code),
            headers: response.headers,
            body: body,
            redaction: redaction
        )
    }

    private func refusal(_ reply: Reply, purpose: Outgoing.Purpose) -> ProviderFailure {
        let error = VendorError(reply.body.readableBytesView, from: vendor)
        return failure(status: reply.status, error: error, headers: reply.headers, purpose: purpose)
    }

    /// Translates a refusal, whether it came as a reply or inside one.
    func failure(
        status: Int,
        error: VendorError,
        headers: HTTPHeaders = [:],
        purpose: Outgoing.Purpose
    ) -> ProviderFailure {
        let meaning = FailureTable.meaning(vendor, status: status, error: error, purpose: purpose)
        let name = error.codes.first.flatMap { redaction($0) }
        let words = error.message.flatMap { redaction($0) }
        let requestID = headers.first(name: vendor.requestIDHeader) ?? error.requestID
        return ProviderFailure(
            meaning.code,
            "\(vendor.title) answered \(status)" + (name.map { " (\($0))" } ?? "")
                + (words.map { ": \($0)" } ?? "."),
            providerStatus: status,
            vendorCode: name,
            requestID: requestID.flatMap { redaction.identifier($0) },
            retryAfter: RetryHints.delay(in: headers, body: error.retryDelay, at: now()),
            shouldRetry: meaning.retry ?? RetryHints.shouldRetry(in: headers)
        )
    }
}
