package import Contract
import Store

extension EngineSession {
    package func events(after position: Int64?) async throws(Problem) -> AsyncStream<EventFeedItem> {
        try await permit(.followEvents)
        return try await answer { try await engine.feed.follow(after: position) }
    }
}
