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
        return try await stream(command).body
    }
}
