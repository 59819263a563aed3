import GRDB
import Store
import Synchronization

/// The one writer: writes that wait at the same moment share a transaction and so one flush to the disk.
///
/// Each write stands in a savepoint of its own, so one that throws undoes only itself. A caller goes on after
/// COMMIT and not before; when COMMIT fails, all who shared it fail. Cancelling a waiting task changes nothing:
/// its write is carried out once and answered.
final class GroupCommit: Sendable {
    private struct State {
        var waiting: [PendingWrite] = []
        var isDraining = false
        var refuses = false
        var writes = 0
        var commits = 0
    }

    /// Keeps the first of a group from waiting long for those that join it.
    private static let longestGroup = Duration.milliseconds(10)
    private static let largestGroup = 256

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(_ pool: DatabasePool) {
        self.pool = pool
    }

    var counts: (writes: Int, commits: Int) {
        state.withLock { ($0.writes, $0.commits) }
    }

    func refuseNewWrites() {
        state.withLock { $0.refuses = true }
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            enqueue(PendingWrite(body, continuation))
        }
    }

    private func enqueue(_ write: PendingWrite) {
        let (isRefused, mustStart) = state.withLock { state in
            guard !state.refuses else { return (true, false) }
            state.waiting.append(write)
            let mustStart = !state.isDraining
            state.isDraining = true
            return (false, mustStart)
        }
        if isRefused { return write.fail(StoreError.unavailable("the database is closed")) }
        // The writer's own serial queue: nothing here blocks a thread of the cooperative pool.
        if mustStart { pool.asyncWriteWithoutTransaction { self.drain(on: SQLiteConnection($0)) } }
    }

    private func drain(on connection: SQLiteConnection) {
        while let first = takeWaiting() {
            commitTogether(first, on: connection)
        }
    }

    /// Those who wait, or nil when there are none and the next one has to start the writer again.
    private func takeWaiting() -> [PendingWrite]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            let taken = state.waiting
            state.waiting = []
            return taken
        }
    }

    /// Those who came while the group was at work.
    private func takeJoining() -> [PendingWrite] {
        state.withLock { state in
            let taken = state.waiting
            state.waiting = []
            return taken
        }
    }

    private func commitTogether(_ first: [PendingWrite], on connection: SQLiteConnection) {
        var group = WriteGroup(connection)
        let start = ContinuousClock.now
        var next = first
        while !next.isEmpty {
            for write in next { group.perform(write) }
            guard group.count < Self.largestGroup, .now - start < Self.longestGroup else { break }
            next = takeJoining()
        }
        let succeeded = group.commit()
        guard !succeeded.isEmpty else { return }
        state.withLock { state in
            state.writes += succeeded.count
            state.commits += 1
        }
        for tell in succeeded { tell() }
    }
}

/// One caller's work, and the way back to the caller.
struct PendingWrite: Sendable {
    /// Does the work; what it returns tells the caller, once the work is known to be durable.
    let perform: @Sendable (SQLiteConnection) throws -> @Sendable () -> Void
    let fail: @Sendable (any Error) -> Void

    init<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result,
        _ continuation: CheckedContinuation<Result, any Error>
    ) {
        perform = { connection in
            let result = try body(connection)
            return { continuation.resume(returning: result) }
        }
        fail = { continuation.resume(throwing: $0) }
    }
}
