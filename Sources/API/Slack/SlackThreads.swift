import Contract
import Synchronization

/// Which thread goes on where; forgotten with this process, when the newest thread of whoever speaks goes on.
final class SlackThreads: Sendable {
    private static let maximum = 1000
    /// Longer ago, something else is meant.
    private static let freshness = Duration.seconds(86_400)

    private let threads = Mutex<[String: ChatThreadID]>([:])

    /// - Returns: Nil where a new one begins.
    func thread(of speaker: SlackSpeaker, _ plane: any ControlPlane, at now: Timestamp) async -> ChatThreadID?
    {
        if let known = threads.withLock({ $0[speaker.place] }) { return known }
        // A new thread does as well where this cannot be read.
        guard let newest = try? await plane.chatThreads(PageRequest(limit: 1)).items.first,
            newest.lastAt > now - Self.freshness
        else { return nil }
        return newest.id
    }

    func keep(_ thread: ChatThreadID, of speaker: SlackSpeaker) {
        threads.withLock { threads in
            if threads.count >= Self.maximum { threads.removeAll() }
            threads[speaker.place] = thread
        }
    }
}
