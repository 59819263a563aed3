import Contract
import Domain
import Store

/// What keeps targets from beginning, at every provider at one moment.
struct ClosedGates {
    private let pauses: [PauseTable.Place: PauseView]
    private let breakers: [ProviderID: ProviderBreaker]
    private let backOffs: [ProviderID: BackOffView]

    init(_ connection: any Connection, at now: Timestamp) throws(StoreError) {
        pauses = try PauseTable(connection).lasting()
        breakers = try BreakerTable(connection).all()
        backOffs = try BackOffTable(connection).lasting(at: now)
    }

    /// - Returns: The closed ones by provider, everybody's pause first; nil where all are open.
    func at(_ providers: some Sequence<ProviderID>) -> [ClosedGate]? {
        let gates = Set(providers).sorted().flatMap(at)
        return gates.isEmpty ? nil : gates
    }

    /// Of those open targets of a run that have not begun.
    func of(_ tasks: [InstallTask]) -> [ClosedGate]? {
        at(tasks.filter { [.queued, .retryWait].contains($0.state.status) }.map(\.provider))
    }

    private func at(_ provider: ProviderID) -> [ClosedGate] {
        let paused: [(ClosedGate.Cause, PauseView?)] = [
            (.workPaused, pauses[.everything]), (.providerPaused, pauses[.provider(provider)]),
        ]
        var gates = paused.compactMap { cause, pause in
            pause.map {
                ClosedGate(provider: provider, cause: cause, since: $0.since, reason: $0.reason, by: $0.by)
            }
        }
        if let breaker = breakers[provider]?.view, let since = breaker.openedAt {
            gates.append(
                ClosedGate(
                    provider: provider,
                    cause: .breakerOpen,
                    since: since,
                    probeAt: breaker.probeAt,
                    error: breaker.error
                )
            )
        }
        if let wish = backOffs[provider] {
            gates.append(
                ClosedGate(
                    provider: provider,
                    cause: .rateLimited,
                    since: wish.since,
                    probeAt: wish.until,
                    error: wish.error
                )
            )
        }
        return gates
    }
}
