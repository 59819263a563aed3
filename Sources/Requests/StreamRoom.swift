package import Contract
import Synchronization

/// How many event streams each caller may hold open on this node, whichever front end they came to.
package final class StreamRoom: Sendable {
    private let perCaller: Int?
    private let open = Mutex<[Int: Int]>([:])

    /// - Parameter perCaller: How many of one token or session; nil for any number.
    package init(perCaller: Int? = nil) {
        self.perCaller = perCaller
    }

    /// - Parameter secret: Of the token or session that was let in.
    /// - Returns: A place, taken until nobody holds it any more.
    /// - Throws: ``Problem`` with `rate_limited` when the caller has as many as it may.
    package func enter(_ secret: String?) throws(Problem) -> StreamPlace {
        guard let perCaller else { return StreamPlace {} }
        let caller = RequestBuckets.key(secret ?? "")
        let hasRoom = open.withLock { open in
            guard open[caller, default: 0] < perCaller else { return false }
            open[caller, default: 0] += 1
            return true
        }
        guard hasRoom else {
            let detail: Phrase =
                "This token or session holds \(perCaller, as: "limit") event streams open already."
            throw Problem(.rateLimited, as: "streams", detail, retryAfterSeconds: 15)
        }
        return StreamPlace { [self] in leave(caller) }
    }

    private func leave(_ caller: Int) {
        open.withLock { open in
            let left = open[caller, default: 0] - 1
            open[caller] = left > 0 ? left : nil
        }
    }
}

/// A stream's place among those of its caller; free again with the last reference.
package final class StreamPlace: Sendable {
    private let leave: @Sendable () -> Void

    init(leave: @escaping @Sendable () -> Void) {
        self.leave = leave
    }

    deinit { leave() }
}
