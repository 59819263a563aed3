package import Contract
import Synchronization

/// How many bytes of uploads may be in memory at once, whichever front end they came to.
///
/// Who finds no room is refused before anything is read: waiting would keep connections open for as long as slow ones
/// take. One caller gets half of it, or one upload, so that a slow one keeps nobody else out.
package final class UploadRoom: Sendable {
    private let limit: Int
    private let taken = Mutex(Taken())

    private struct Taken {
        var bytes = 0
        var ofCallers: [Int: Int] = [:]
    }

    /// - Parameter limit: In bytes; at least one upload of any size fits.
    package init(bytes limit: Int) {
        self.limit = limit
    }

    /// Sets room aside until `body` has ended.
    ///
    /// - Parameters:
    ///   - bytes: As many as will be read at most.
    ///   - secret: Of the token or session that was let in.
    ///   - body: Reads them and does with them what is to be done.
    /// - Returns: What `body` does.
    /// - Throws: ``Problem`` with `unavailable` when there is no room, or what `body` throws.
    package func holding<Value>(
        _ bytes: Int,
        of secret: String?,
        _ body: () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        let caller = RequestBuckets.key(secret ?? "")
        let hasRoom = taken.withLock { taken in
            let own = taken.ofCallers[caller, default: 0]
            guard taken.bytes == 0 || taken.bytes + bytes <= limit, own == 0 || own + bytes <= limit / 2
            else { return false }
            taken.bytes += bytes
            taken.ofCallers[caller] = own + bytes
            return true
        }
        guard hasRoom else {
            throw Problem(.unavailable, "Too much is being uploaded right now.", retryAfterSeconds: 5)
        }
        defer { giveBack(bytes, caller) }
        return try await body()
    }

    private func giveBack(_ bytes: Int, _ caller: Int) {
        taken.withLock { taken in
            taken.bytes -= bytes
            let own = taken.ofCallers[caller, default: 0] - bytes
            taken.ofCallers[caller] = own > 0 ? own : nil
        }
    }
}
