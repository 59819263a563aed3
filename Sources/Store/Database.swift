/// A database, reached through short transactions.
///
/// The closures are synchronous on purpose: nothing can be awaited while a transaction is open,
/// so a slow provider can never hold a lock.
package protocol Database: Sendable {
    /// Runs `body` on one consistent snapshot, without waiting for writers.
    ///
    /// - Throws: ``StoreError``, or whatever `body` throws.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result

    /// Runs `body` in one transaction: durable when this returns, rolled back when it throws.
    ///
    /// - Throws: ``StoreError``, or whatever `body` throws.
    @discardableResult
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result

    /// The way to the other nodes; nil when the database is this process's own.
    var hints: (any HintChannel)? { get }
}

/// A connection inside a transaction; never leaves the closure it was given to.
package protocol Connection {
    /// - Returns: The rows, empty for statements that return none.
    /// - Throws: ``StoreError``
    @discardableResult
    func run(_ query: Query) throws(StoreError) -> [Row]

    /// Has a statement carried out whose result nobody needs: in order with everything else of the transaction, but
    /// perhaps only together with what follows.
    ///
    /// - Throws: ``StoreError``. When the statement fails, any later one may throw that, or the end of the
    ///   transaction, which then keeps nothing; to do something else instead, use ``run(_:)``.
    func send(_ query: Query) throws(StoreError)

    /// Runs a script of several statements without parameters.
    func runScript(_ text: String) throws(StoreError)

    var dialect: Dialect { get }
}

extension Connection {
    package func send(_ query: Query) throws(StoreError) { _ = try run(query) }
}

package enum StoreError: Error, Equatable {
    /// Somebody else changed the row first, or a unique key is taken.
    case conflict
    /// The database is locked, full, read-only, restarting or unreachable; trying again can succeed.
    case unavailable(String)
    /// A stored value does not have the shape this program writes.
    case corrupt(String)
    /// The database refused the statement: a defect in this program.
    case rejected(String)
    /// A cursor that this program did not make.
    case invalidCursor
    /// The schema was written by a newer program, which this one must not touch.
    case newerSchema(found: Int, known: Int)
}
