import Dispatch
import Store
import Synchronization

/// Hands transactions to connections: first come, first served, never more connections than allowed.
///
/// Cancelling a waiting task changes nothing: its transaction is carried out once and answered, or its deadline
/// passes.
final class ConnectionPool: Sendable {
    private let parameters: ConnectionParameters
    private let limits: PostgresLimits
    private let state: Mutex<PoolState>
    private let clock = DispatchQueue(label: "skillyard.postgres.deadlines")

    init(_ parameters: ConnectionParameters, size: Int, limits: PostgresLimits) {
        self.parameters = parameters
        self.limits = limits
        state = Mutex(PoolState(size: size))
    }

    var counts: PostgresCounts { state.withLock { $0.counts } }

    func submit(_ work: PendingTransaction) {
        let (idle, errands) = state.withLock { state in
            (state.take(work, at: .now), state.errands(at: .now))
        }
        idle?.carryOut(work, from: self)
        run(errands)
    }

    func opened(_ connection: PooledConnection) -> PendingTransaction? {
        change { state in
            state.opened()
            return state.next(for: connection, at: .now)
        }
    }

    func couldNotOpen(_ error: StoreError) {
        change { $0.couldNotOpen(error, at: .now) }
    }

    /// What the connection does next; nil when there is nothing or when it is lost.
    func next(
        for connection: PooledConnection,
        after outcome: PooledConnection.Outcome
    ) -> PendingTransaction? {
        change { state in
            switch outcome {
            case .done(let effort):
                state.finished(effort)
                return state.next(for: connection, at: .now)
            case .lost(let effort, let unanswered):
                state.lost(unanswered, effort)
                return nil
            }
        }
    }

    func closed() {
        change { $0.closed() }
    }

    /// Carries out what was handed in, refuses new transactions and hangs up.
    func close() async {
        await withCheckedContinuation { continuation in
            change { $0.close(continuation) }
        }
    }

    private func change<Result>(_ body: (inout PoolState) -> Result) -> Result {
        let (result, errands) = state.withLock { state in
            (body(&state), state.errands(at: .now))
        }
        run(errands)
        return result
    }

    /// What has to be done after a change of state, without the lock.
    private func run(_ errands: PoolState.Errands) {
        for _ in 0..<errands.openings { PooledConnection(parameters, limits: limits).open(for: self) }
        for connection in errands.closings { connection.close(for: self) }
        for (work, error) in errands.failures { work.fail(error) }
        for closer in errands.closers { closer.resume() }
        guard let deadline = errands.nextDeadline else { return }
        let left = max(.zero, deadline - .now) / .nanoseconds(1)
        clock.asyncAfter(deadline: .now() + .nanoseconds(Int(left.rounded(.up)))) {
            self.change { $0.expire(at: .now) }
        }
    }
}
