package import Contract
import Synchronization

extension FixtureControlPlane {
    /// The sample's events after `position`, then whatever is published.
    package func events(after position: Int64?) async throws(Problem) -> AsyncStream<EventFeedItem> {
        try note("events \(position.map(String.init) ?? "-")")
        guard let sample = try? Fixtures.events() else {
            throw Problem(.internal, "The fixture cannot be read.")
        }
        let (feed, continuation) = AsyncStream.makeStream(of: EventFeedItem.self)
        for item in sample {
            guard let position, case .event(let event) = item, event.position > position else { continue }
            continuation.yield(item)
        }
        continuation.onTermination = { [dropped] _ in dropped.yield() }
        state.withLock { $0.feeds.append(continuation) }
        return feed
    }
}
