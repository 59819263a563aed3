import AsyncHTTPClient
package import Contract
import NIOCore
import NIOHTTP1

extension HTTPControlPlane {
    /// Goes on over lost connections from the last position; ends when its task is canceled or the token
    /// is no longer good.
    package func events(after position: Int64?) async throws(Problem) -> AsyncStream<EventFeedItem> {
        let follower = try await EventFollower(
            after: position,
            connect: { position async throws(Problem) in try await connect(after: position) },
            wait: wait
        )
        return AsyncStream { await follower.next() }
    }

    private func connect(after position: Int64?) async throws(Problem) -> HTTPClientResponse.Body {
        var command = Command.get("/api/events")
        command.headers.add(name: "accept", value: "text/event-stream")
        if let position { command.headers.add(name: "last-event-id", value: String(position)) }
        let response = try await response(to: command, deadline: .distantFuture)
        guard response.status == .ok else {
            // A refusal is short; what cannot be read of it changes nothing about it.
            let buffer = try? await response.body.collect(upTo: 1 << 20)
            let bytes = buffer.map { [UInt8]($0.readableBytesView) } ?? []
            throw problem(
                of: Reply(status: Int(response.status.code), headers: response.headers, bytes: bytes)
            )
        }
        return response.body
    }
}
