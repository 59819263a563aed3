package import Contract
import Synchronization

extension EngineSession {
    package func events(after position: Int64?) async throws(Problem) -> AsyncStream<EventFeedItem> {
        let feed = try await eventBatches(after: position)
        let ready = ReadyItems()
        return AsyncStream {
            if let item = ready.take() { return item }
            var batches = feed.makeAsyncIterator()
            guard let batch = await batches.next() else { return nil }
            return ready.take(after: batch)
        }
    }

    package func eventBatches(after position: Int64?) async throws(Problem) -> AsyncStream<EventBatch> {
        try await permit(.followEvents)
        return try await answer { try await engine.feed.follow(after: position) }
    }
}

/// What is left of the batch that a reader gets one by one.
private final class ReadyItems: Sendable {
    private let items = Mutex<ArraySlice<EventFeedItem>>([])

    func take() -> EventFeedItem? { items.withLock { $0.popFirst() } }

    func take(after batch: EventBatch) -> EventFeedItem? {
        items.withLock { items in
            items = batch.items[...]
            return items.popFirst()
        }
    }
}
