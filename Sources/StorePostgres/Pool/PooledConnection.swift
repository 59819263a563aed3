import Dispatch
import Store

/// A connection with a serial queue of its own, on which everything about it happens.
final class PooledConnection: @unchecked Sendable {  // The session is touched on the queue only.
    private let queue = DispatchQueue(label: "skillyard.postgres")
    private let parameters: ConnectionParameters
    private let limits: PostgresLimits
    private var session: ServerSession?

    private static let mostTries = 8
    private static let mostLosses = 3

    init(_ parameters: ConnectionParameters, limits: PostgresLimits) {
        self.parameters = parameters
        self.limits = limits
    }

    /// What has become of the connection, and of the transaction that was given to it.
    enum Outcome {
        case done(Effort)
        case lost(Effort, unanswered: PendingTransaction?)
    }

    /// What a transaction took.
    struct Effort {
        let retries: Int
        let roundTrips: Int
    }

    /// Connects, then carries out what waits.
    func open(for pool: ConnectionPool) {
        queue.async { [self] in
            do throws(PostgresFailure) {
                session = ServerSession(try ServerLink.open(parameters, limits: limits))
            } catch {
                return pool.couldNotOpen(error.error)
            }
            carryOutNext(pool.opened(self), from: pool)
        }
    }

    /// Carries out one transaction, then those that wait.
    func carryOut(_ work: PendingTransaction, from pool: ConnectionPool) {
        queue.async { [self] in
            carryOutNext(work, from: pool)
        }
    }

    /// Hangs up.
    func close(for pool: ConnectionPool) {
        queue.async { [self] in
            session = nil
            pool.closed()
        }
    }

    private func carryOutNext(_ first: PendingTransaction?, from pool: ConnectionPool) {
        var next = first
        while let work = next {
            let (outcome, answer) = perform(work)
            if case .lost = outcome { session = nil }
            // In this order, so that a caller who comes again at once finds the connection free.
            next = pool.next(for: self, after: outcome)
            answer()
        }
    }

    private typealias Answer = @Sendable () -> Void

    private func perform(_ work: PendingTransaction) -> (Outcome, Answer) {
        guard let session, !session.link.hasBeenClosed() else { return lost(work, retries: 0) }
        let end = ContinuousClock.now + limits.transaction
        var tries = 0
        while true {
            tries += 1
            let failure: PostgresFailure
            switch attempt(work, on: session, until: end) {
            case .over(let answer): return (ended(retries: tries - 1), answer)
            case .failed(let found): failure = found
            }
            let canGoOn = tries < Self.mostTries && .now < end
            switch failure.remedy {
            case .reconnect: return lost(work, retries: tries)
            case .runAgain where canGoOn && session.link.isUsable: Pause.beforeTry(tries)
            case .prepareAgain where canGoOn && session.link.isUsable:
                // What fails here makes the connection unusable, and the next try says so.
                try? session.prepareAgain(until: .now + limits.statement)
            default: return (ended(retries: tries - 1), { work.fail(failure.error) })
            }
        }
    }

    /// A transaction whose COMMIT was not sent has done nothing, so another connection may run it.
    private func lost(_ work: PendingTransaction, retries: Int) -> (Outcome, Answer) {
        guard work.losses < Self.mostLosses else {
            return (.lost(effort(retries), unanswered: nil), { work.fail(PostgresFailure.lost.error) })
        }
        var again = work
        again.losses += 1
        return (.lost(effort(retries), unanswered: again), {})
    }

    private func ended(retries: Int) -> Outcome {
        guard let session, session.link.isUsable else { return .lost(effort(retries), unanswered: nil) }
        // What fails here makes the connection unusable, which the next transaction finds out.
        try? session.tidy(until: .now + limits.statement)
        return .done(effort(retries))
    }

    private func effort(_ retries: Int) -> Effort {
        Effort(retries: retries, roundTrips: session?.takeRoundTrips() ?? 0)
    }

    private enum Attempt {
        case over(Answer)
        /// It came to nothing, and not by the body's own wish.
        case failed(PostgresFailure)
    }

    /// Runs the transaction once.
    private func attempt(
        _ work: PendingTransaction,
        on session: ServerSession,
        until end: ContinuousClock.Instant
    ) -> Attempt {
        let transaction = PostgresTransaction(work.kind, on: session, until: end, limits: limits)
        let succeed: Answer
        do {
            succeed = try work.perform(transaction)
        } catch {
            transaction.rollBack()
            if let failure = transaction.failure, failure.remedy != .none { return .failed(failure) }
            return .over { work.fail(error) }
        }
        do throws(PostgresFailure) {
            try transaction.commit()
            return .over(succeed)
        } catch {
            transaction.rollBack()
            return .failed(error)
        }
    }
}
