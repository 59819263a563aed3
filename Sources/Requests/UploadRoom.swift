package import Contract
package import HTTPTypes
import Synchronization

/// How many bytes of uploads may be in memory at once, whichever front end they came to.
///
/// Who finds no room is refused before anything is read: waiting would keep connections open for as long as slow ones
/// take. One caller gets a share of it, or one upload, so that a slow one keeps nobody else out.
package final class UploadRoom: Sendable {
    private let limit: Int
    private let share: Int
    private let taken = Mutex(Taken())

    private struct Taken {
        var bytes = 0
        var ofCallers: [Int: Int] = [:]
    }

    /// - Parameters:
    ///   - limit: In bytes; at least one upload of any size fits.
    ///   - share: What one caller's uploads may take together; half of it unless told.
    package init(bytes limit: Int, share: Int? = nil) {
        self.limit = limit
        self.share = share ?? limit / 2
    }

    /// Room in which each of two callers has one of the largest, and one of them small ones beside it.
    package convenience init(largest: Int) {
        self.init(bytes: largest * 9 / 4, share: largest * 5 / 4)
    }

    /// How many bytes a body may have at most: what it announces, or else as many as are read.
    package static func announced(_ headers: HTTPFields, upTo most: Int) -> Int {
        min(headers[.contentLength].flatMap { Int($0) } ?? most, most)
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
            guard taken.bytes == 0 || taken.bytes + bytes <= limit, own == 0 || own + bytes <= share
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
