import Store

/// The writes of one transaction, from its BEGIN to its COMMIT.
struct WriteGroup {
    private struct Done {
        let succeed: @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private let connection: SQLiteConnection
    private var done: [Done] = []

    init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    var count: Int { done.count }

    /// Does one caller's work; tells the caller at once when it failed.
    mutating func perform(_ write: PendingWrite) {
        do {
            try beginIfNeeded()
        } catch {
            return write.fail(error)
        }
        // The first needs no savepoint: undoing it is undoing everything.
        let isAlone = done.isEmpty
        do {
            if !isAlone { try connection.execute("SAVEPOINT one") }
            let succeed = try write.perform(connection)
            try connection.requireTransaction()
            if !isAlone { try connection.execute("RELEASE one") }
            done.append(Done(succeed: succeed, fail: write.fail))
        } catch {
            undo(isAlone: isAlone)
            write.fail(error)
        }
    }

    /// Makes the group durable; tells everyone at once when that fails.
    ///
    /// - Returns: What tells those who succeeded.
    func commit() -> [@Sendable () -> Void] {
        guard !done.isEmpty else { return [] }
        do {
            try connection.execute("COMMIT")
        } catch {
            rollBack()
            for write in done { write.fail(error) }
            return []
        }
        return done.map(\.succeed)
    }

    private func beginIfNeeded() throws(StoreError) {
        if !connection.isInTransaction { try connection.execute("BEGIN IMMEDIATE") }
    }

    private mutating func undo(isAlone: Bool) {
        if !isAlone, connection.isInTransaction {
            do {
                try connection.execute("ROLLBACK TO one")
                return try connection.execute("RELEASE one")
            } catch {
                // Without the savepoint nobody's work can be told apart: everything has to go.
                rollBack()
            }
        }
        rollBack()
        // A full disk or a failing one makes SQLite undo the whole transaction: what the others did is gone.
        for write in done { write.fail(StoreError.unavailable("the transaction was undone by the database")) }
        done = []
    }

    private func rollBack() {
        guard connection.isInTransaction else { return }
        // A rollback that fails has been done by SQLite itself already.
        try? connection.execute("ROLLBACK")
    }
}
