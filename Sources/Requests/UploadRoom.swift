package import Contract
import Synchronization

/// How many bytes of uploads may be in memory at once, whichever front end they came to.
///
/// Who finds no room is refused before anything is read: waiting would keep connections open for as long as slow ones
/// take.
package final class UploadRoom: Sendable {
    private let limit: Int
    private let taken = Mutex(0)

    /// - Parameter limit: In bytes; at least one upload of any size fits.
    package init(bytes limit: Int) {
        self.limit = limit
    }

    /// Sets room aside until `body` has ended.
    ///
    /// - Parameters:
    ///   - bytes: As many as will be read at most.
    ///   - body: Reads them and does with them what is to be done.
    /// - Returns: What `body` does.
    /// - Throws: ``Problem`` with `unavailable` when there is no room, or what `body` throws.
    package func holding<Value>(
        _ bytes: Int,
        _ body: () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        let hasRoom = taken.withLock { taken in
            guard taken == 0 || taken + bytes <= limit else { return false }
            taken += bytes
            return true
        }
        guard hasRoom else {
            throw Problem(.unavailable, "Too much is being uploaded right now.", retryAfterSeconds: 5)
        }
        defer { taken.withLock { $0 -= bytes } }
        return try await body()
    }
}
