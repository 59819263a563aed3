import Contract
import NIOCore
import Synchronization

/// Batches as `text/event-stream`, each encoded once for all followers who get it.
final class EventFrames: Sendable {
    /// An event never changes, so its place says what it is; some places are nobody's, so a batch has its size, too.
    private struct Key: Hashable {
        let first: Int64
        let last: Int64
        let count: Int
    }

    private struct State {
        var texts: [Key: ByteBuffer] = [:]
        /// Oldest first.
        var keys: [Key] = []
    }

    /// Most followers are at the newest ones; who is further behind is served a little slower.
    private static let kept = 32

    private let encoder: AnswerEncoder
    private let state = Mutex(State())

    init(_ encoder: AnswerEncoder) {
        self.encoder = encoder
    }

    /// - Throws: `EncodingError`
    func text(of batch: EventBatch) throws -> ByteBuffer {
        switch batch {
        case .events(let events): try text(of: events)
        case .resync(let position):
            ByteBuffer(string: "id: \(position)\nevent: resync\ndata: {\"position\":\(position)}\n\n")
        }
    }

    private func text(of events: [EventView]) throws -> ByteBuffer {
        guard let first = events.first, let last = events.last else { return ByteBuffer() }
        let key = Key(first: first.position, last: last.position, count: events.count)
        // Under the lock: all who come at once wait for the one who encodes.
        return try state.withLock { state in
            if let text = state.texts[key] { return text }
            var text = ByteBuffer()
            for event in events {
                text.writeString("id: \(event.position)\nevent: \(event.kind.rawValue)\ndata: ")
                text.writeImmutableBuffer(try encoder.encode(event))
                text.writeString("\n\n")
            }
            state.texts[key] = text
            state.keys.append(key)
            if state.keys.count > Self.kept { state.texts[state.keys.removeFirst()] = nil }
            return text
        }
    }
}
