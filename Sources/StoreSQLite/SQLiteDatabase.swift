import Dispatch
import FoundationEssentials
import GRDB
import Glibc
package import Store

/// The embedded database: one file, which several processes of one machine may share.
///
/// Readers come from a pool and never wait for the writer. Every commit is on the disk before its caller goes
/// on (`synchronous = FULL`).
package final class SQLiteDatabase: Store.Database {
    let pool: DatabasePool
    private let commits: GroupCommit

    /// Opens the file, creating it when it is missing; a new one is its owner's alone.
    ///
    /// - Throws: ``StoreError/unavailable(_:)`` if it cannot be opened, ``StoreError/corrupt(_:)`` if it is no
    ///   database.
    package init(path: String) throws(StoreError) {
        do {
            Self.createPrivately(path)
            let pool = try DatabasePool(path: path, configuration: Self.configuration)
            // Switching to WAL makes GRDB set synchronous = NORMAL, which loses commits in a power cut: undo that.
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000")
            }
            self.pool = pool
            commits = GroupCommit(pool)
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { opened in
                continuation.resume(with: Self.outcome(of: body, on: opened))
            }
        }
    }

    @discardableResult
    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        try await commits.write(body)
    }

    /// How many writes have succeeded so far, and how many commits they took.
    package var counts: (writes: Int, commits: Int) { commits.counts }

    /// Carries out the writes already handed in, refuses new ones and closes the file.
    ///
    /// - Throws: ``StoreError/unavailable(_:)``
    package func close() async throws {
        commits.refuseNewWrites()
        try await blocking { pool in try pool.close() }
    }

    /// Runs `body`, which may block for long, on a thread outside the cooperative pool.
    func blocking<Result: Sendable>(
        _ body: @escaping @Sendable (DatabasePool) throws -> Result
    ) async throws -> Result {
        let pool = pool
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Swift.Result { try body(pool) }.mapError(StoreError.init(sqlite:)))
            }
        }
    }

    /// Makes an empty file, which SQLite takes for a new database; its companions get the same permissions.
    private static func createPrivately(_ path: String) {
        // Failing means that the file is there already, or that opening it will say what is wrong.
        let descriptor = unsafe Glibc.open(path, O_CREAT | O_EXCL | O_WRONLY, 0o600)
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    private static func outcome<Result>(
        of body: (any Connection) throws -> Result,
        on opened: Swift.Result<GRDB.Database, any Error>
    ) -> Swift.Result<Result, any Error> {
        let database: GRDB.Database
        do { database = try opened.get() } catch { return .failure(StoreError(sqlite: error)) }
        return Swift.Result { try body(SQLiteConnection(database)) }
    }
}

extension SQLiteDatabase {
    fileprivate static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "skillyard"
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = max(4, ProcessInfo.processInfo.activeProcessorCount)
        // The handler of SQLite itself sleeps for up to 100 ms at a time and so rarely meets the short moment in
        // which another process, committing one group after the other, has let go of the lock.
        configuration.busyMode = .callback { tries in
            BusyWait.pause()
            return tries < BusyWait.maximumPauses
        }
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA cache_size = -16384;
                    PRAGMA mmap_size = 268435456;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA journal_size_limit = 67108864
                    """
            )
        }
        return configuration
    }
}
