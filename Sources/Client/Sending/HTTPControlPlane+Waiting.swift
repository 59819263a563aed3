import AsyncHTTPClient
import Contract
import NIOCore
import NIOHTTP1

extension HTTPControlPlane {
    /// How often, and how long at a time, it waits for a server that says that this caller asks too much.
    private static let mostWaits = 5
    private static let longestWait = Duration.seconds(30)

    /// Refusals of requests that nobody looked at, since the quota of the caller or of its address is used up.
    private static let unseen = ["rate_limited.requests", "rate_limited.address"]

    /// Sends a request, and sends it again when the server did not look at it, as soon as `Retry-After` says.
    ///
    /// Other refusals with 429, such as those of wrong passwords, are the caller's business, also where they come with
    /// the last request of a quota.
    ///
    /// - Parameters:
    ///   - request: With a body that can be sent again.
    ///   - deadline: For all of it.
    /// - Returns: The answer's head; the body is still to be read.
    /// - Throws: What the HTTP client throws, or `CancellationError`.
    func execute(_ request: HTTPClientRequest, deadline: NIODeadline) async throws -> HTTPClientResponse {
        for _ in 0..<Self.mostWaits {
            var response = try await httpClient.execute(request, deadline: deadline)
            guard let pause = pause(before: deadline, asked: response) else { return response }
            let body = try await response.body.collect(upTo: 1 << 20)
            guard isUnseen(body) else {
                response.body = .bytes(body)
                return response
            }
            try await wait(pause)
        }
        return try await httpClient.execute(request, deadline: deadline)
    }

    private func isUnseen(_ body: ByteBuffer) -> Bool {
        guard let problem = try? JSON.decode(Problem.self, from: body.readableBytesView) else { return false }
        return problem.wording.map { Self.unseen.contains($0.key) } ?? false
    }

    private func pause(before deadline: NIODeadline, asked response: HTTPClientResponse) -> Duration? {
        guard response.status == .tooManyRequests,
            let seconds = response.headers.first(name: "retry-after").flatMap({ Int64($0) }), seconds >= 0,
            .seconds(seconds) <= Self.longestWait, NIODeadline.now() + .seconds(seconds) < deadline
        else { return nil }
        // Not all who wait for the same second at once.
        return .seconds(seconds) + .milliseconds(Int64.random(in: 0...250))
    }
}
